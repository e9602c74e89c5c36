//! Adds a schedule to `backup_schedules.txt`.
//!
//! Exercise, `create-1`, `create-2`, `audit-6`: add one schedule, refuse and log a malformed one,
//! accept a name that is there at another time.
//! Python: `try:`, then append the line; `except ValueError:` for a malformed one.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::layout;
use crate::outcome::{Done, Failure, Outcome};
use crate::schedule::Schedule;
use crate::schedule_file;

/// How long to wait for the answer whether the path exists.
const MAX_WAIT: Duration = Duration::from_secs(1);

/// Adds `line` to the schedules of `dir`. If it looks like a mistake, adds it all the same, and
/// warns.
///
/// # Errors
/// If `line` is not a schedule, or the schedules file cannot be written.
pub fn create(dir: &Path, line: &str) -> Outcome {
    let new: Schedule = line.parse().map_err(|reason| {
        let what = format!("malformed schedule: {line}");
        let is_in_path = |c: char| c != ';' && !c.is_whitespace() && !c.is_control();
        if !line.is_empty() && !line.starts_with('-') && line.chars().all(is_in_path) {
            // Without quotes, `;` ends the shell's command, and only the path reaches us.
            Failure::new(what, "put the schedule in quotes: \"path;hh:mm;name\"")
        } else {
            Failure::new(what, reason)
        }
    })?;
    // A file that cannot be read does not exist yet, or the write below reports why.
    let schedules = schedule_file::read(dir).unwrap_or_default();
    schedule_file::append(dir, line)
        .map_err(|reason| Failure::new(format!("can't write {}", layout::SCHEDULES), reason))?;
    let warnings = [
        unlikely_path(dir, &new),
        unlikely_name(&new),
        same_archive(&new, &schedules),
    ];
    Ok(Done {
        warnings: warnings.into_iter().flatten().collect(),
        ..Done::new(format!("New schedule added: {line}"))
    })
}

/// The warning for a path that does not exist, with the mistake that it probably is.
fn unlikely_path(dir: &Path, new: &Schedule) -> Option<String> {
    if !is_missing(dir.join(&new.path)) {
        return None;
    }
    let path = new.path.display();
    Some(match new.path.to_string_lossy().as_bytes() {
        [b'~', ..] => format!(
            "{path} does not exist: inside quotes the shell does not replace ~, so write the whole path"
        ),
        [b'A'..=b'Z' | b'a'..=b'z', b':', b'\\', ..] => format!(
            "{path} does not exist: it looks like a Windows path, which is /mnt/c/... in WSL"
        ),
        _ => format!("{path} does not exist"),
    })
}

/// Whether nothing is at `path`; false if a network disk does not answer within [`MAX_WAIT`].
fn is_missing(path: PathBuf) -> bool {
    let (sender, receiver) = mpsc::channel();
    // If no thread can be started, `sender` is dropped, and `recv_timeout` returns at once.
    let _ = thread::Builder::new().spawn(move || {
        let _ = sender.send(fs::metadata(path).map_err(|error| error.kind()));
    });
    matches!(
        receiver.recv_timeout(MAX_WAIT),
        Ok(Err(ErrorKind::NotFound | ErrorKind::NotADirectory))
    )
}

/// The warning for a name that ends in `.tar` already.
fn unlikely_name(new: &Schedule) -> Option<String> {
    let archive = layout::archive(&new.name);
    let doubled = new.name.ends_with(layout::ARCHIVE_SUFFIX);
    doubled.then(|| format!("the archive will be {archive}: .tar is added to the name"))
}

/// The warning for two schedules with one archive: one of `schedules` has the same name as `new`,
/// and another path.
fn same_archive(new: &Schedule, schedules: &str) -> Option<String> {
    let other = schedules
        .lines()
        .filter_map(|line| line.parse::<Schedule>().ok())
        .find(|old| old.name == new.name && old.path != new.path)?;
    Some(format!("{new} and {other} replace each other's archive"))
}
