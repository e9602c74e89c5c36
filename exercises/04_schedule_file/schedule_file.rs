//! Exercise 04: `backup_schedules.txt`, one schedule a line; a line's number, from 0, is its index.

use std::io;
use std::path::Path;

/// The text of `dir/backup_schedules.txt`, without a byte-order mark. What is not UTF-8 is replaced
/// by `\u{fffd}`. An index is a position in its `lines()`.
///
/// # Errors
/// `NotFound` if there is no such file; what the system answers if it cannot be read, or is no
/// regular file.
pub fn read(dir: &Path) -> io::Result<String> {
    todo!("exercise 04: the schedules in {dir:?}")
}

/// Adds `line` at the end. A last line without a newline gets one first, so that the two are not
/// glued. Makes the file if there is none.
///
/// # Errors
/// What the system answers; the file is then as it was before.
pub fn append(dir: &Path, line: &str) -> io::Result<()> {
    todo!("exercise 04: add {line:?} to the schedules in {dir:?}")
}

/// Removes the line at `index` and returns it, without its end; `None`, and nothing is changed, if
/// there is none. The new file takes the place of the old one in one step (`rename`), with its
/// permissions. A link to the file stays a link.
///
/// # Errors
/// `NotFound` if there is no such file; what the system answers if it cannot be read or replaced.
pub fn remove(dir: &Path, index: usize) -> io::Result<Option<String>> {
    todo!("exercise 04: remove line {index} of the schedules in {dir:?}")
}
