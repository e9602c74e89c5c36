//! Exercise 02: the two logs, `./logs/backup_manager.log` and `./logs/backup_service.log`.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::clock::Clock;

/// Opens `dir/logs/name` for appending; makes what is missing.
///
/// # Errors
/// What the system answers, after the file's name: `logs/backup_service.log: Not a directory ...`.
/// A symbolic link in the log's place is an error, and so is a FIFO that nobody reads: it is not
/// waited for.
pub fn open(dir: &Path, name: &str) -> io::Result<File> {
    todo!("exercise 02: open {name} in the logs of {dir:?}")
}

/// Appends `message` to `dir/logs/name`, stamped with the time of `clock`, in one write. The file
/// is opened anew for each line, so that it may be moved away at any time.
///
/// # Errors
/// As [`open`], and a write that fails.
pub fn append(dir: &Path, name: &str, clock: &dyn Clock, message: &str) -> io::Result<()> {
    todo!(
        "exercise 02: log {message:?} in {dir:?}, {name}, at {}",
        clock.now()
    )
}
