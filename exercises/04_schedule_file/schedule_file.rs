//! Task 04: `backup_schedules.txt` has one schedule per line. Its index is the number of the line,
//! counted from 0.

use std::io;
use std::path::Path;

/// The text of `dir/backup_schedules.txt`, without a byte-order mark. Bytes that are not UTF-8 are
/// replaced by `\u{fffd}`. An index is a position in its `lines()`.
///
/// # Errors
/// `NotFound` if the file is missing; any other error if it cannot be read or is not a regular file.
pub fn read(dir: &Path) -> io::Result<String> {
    todo!("task 04: the schedules in {dir:?}")
}

/// Appends `line`. If the last line has no newline, it gets one first, so that the two lines are not
/// joined. Creates the file if it is missing.
///
/// # Errors
/// If the file cannot be opened or written: then it is as it was before.
pub fn append(dir: &Path, line: &str) -> io::Result<()> {
    todo!("task 04: add {line:?} to the schedules in {dir:?}")
}

/// Removes the line at `index`, and returns it without its end. Returns `None`, and changes nothing,
/// if there is no such line. A new file with the same permissions replaces the old one in one step
/// (`rename`). A link to the file stays a link.
///
/// # Errors
/// `NotFound` if the file is missing; any other error if it cannot be read or replaced.
pub fn remove(dir: &Path, index: usize) -> io::Result<Option<String>> {
    todo!("task 04: remove line {index} of the schedules in {dir:?}")
}
