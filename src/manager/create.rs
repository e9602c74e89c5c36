//! Serves *`create [schedule]`: add a new backup schedule in `backup_schedules.txt`*.

use std::path::Path;

use crate::layout;
use crate::outcome::{Done, Failure, Outcome};
use crate::schedule::Schedule;
use crate::schedule_file;

/// Adds `line` to the schedules of `dir`. A name that another path has already is accepted, with a
/// warning: the two will replace each other's archive.
///
/// # Errors
/// A line that is no schedule, or a schedules file that cannot be written.
pub fn create(dir: &Path, line: &str) -> Outcome {
    let new: Schedule = line
        .parse()
        .map_err(|reason| Failure::new(format!("malformed schedule: {line}"), reason))?;
    // A file that cannot be read yet is about to be made, or fails to be written below.
    let schedules = schedule_file::read(dir).unwrap_or_default();
    schedule_file::append(dir, line)
        .map_err(|reason| Failure::new(format!("can't write {}", layout::SCHEDULES), reason))?;
    Ok(Done {
        warning: clash(&new, &schedules),
        ..Done::new(format!("New schedule added: {line}"))
    })
}

/// What to say about the first of `schedules` that saves another path under the name of `new`.
fn clash(new: &Schedule, schedules: &str) -> Option<String> {
    let rival = schedules
        .lines()
        .filter_map(|line| line.parse::<Schedule>().ok())
        .find(|old| old.name == new.name && old.path != new.path)?;
    Some(format!("{new} and {rival} replace each other's archive"))
}
