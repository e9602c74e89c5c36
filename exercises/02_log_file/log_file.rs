//! Task 02: the two logs, `./logs/backup_manager.log` and `./logs/backup_service.log`.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::clock::Clock;

/// Opens `dir/logs/name` for appending. Creates the directory and the file if they are missing.
///
/// # Errors
/// If the directory or the file cannot be created or opened; the error begins with the file's name:
/// `logs/backup_service.log: Not a directory ...`. A symbolic link is an error. So is a FIFO without a
/// reader, which would block.
pub fn open(dir: &Path, name: &str) -> io::Result<File> {
    todo!("task 02: open {name} in the logs of {dir:?}")
}

/// Appends `message` to `dir/logs/name`, after the time of `clock`, in one `write`. The file is opened
/// for each line, so that it may be moved (*log rotation*) at any time.
///
/// # Errors
/// The errors of [`open`]; or if the line cannot be written.
pub fn append(dir: &Path, name: &str, clock: &dyn Clock, message: &str) -> io::Result<()> {
    todo!(
        "task 02: log {message:?} in {dir:?}, {name}, at {}",
        clock.now()
    )
}
