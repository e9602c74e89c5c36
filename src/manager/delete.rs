//! Deletes a schedule.
//!
//! Exercise, `delete-1`, `delete-2`: delete the schedule on line INDEX, counted from 0.
//! Python: `del lines[int(index)]`, which takes -1 for the last line.

use std::path::Path;

use crate::outcome::{Done, Failure, Outcome};
use crate::schedule_file;

/// Removes line `index` from the schedules file of `dir`.
///
/// # Errors
/// If `index` is not the number of a line, there is no schedules file, or it cannot be changed.
pub fn delete(dir: &Path, index: &str) -> Outcome {
    let removed = match parse_index(index) {
        Some(index) => schedule_file::remove(dir, index),
        // No line has such an index. If there is no file either, that is the error to report.
        None => schedule_file::read(dir).map(|_| None),
    };
    match removed.map_err(|error| Failure::of_schedules_file("change", &error))? {
        Some(_) => Ok(Done::new(format!("Schedule at index {index} deleted"))),
        None => Err(Failure::new(
            format!("can't find schedule at index {index}"),
            "backup_manager list shows each schedule after its index",
        )),
    }
}

/// Accepts digits only. `str::parse` also accepts `+1`.
fn parse_index(text: &str) -> Option<usize> {
    let has_digits_only = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| has_digits_only)
}
