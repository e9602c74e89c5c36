//! Exercise 06: what an archive is called, and which archives there are.

use std::io;
use std::path::Path;

use crate::schedule::Schedule;

/// The file of `schedule`'s archive, as the log names it: `backups/NAME.tar`.
pub fn archive_name(schedule: &Schedule) -> String {
    todo!("exercise 06: the archive of {schedule:?}")
}

/// The names of the archives in `dir/backups`, in byte order: of everything that ends in `.tar` and
/// is not a directory. They are to be printed, so control characters are escaped.
///
/// # Errors
/// `NotFound` if there is no such directory; what the system answers if it cannot be read.
pub fn list(dir: &Path) -> io::Result<Vec<String>> {
    todo!("exercise 06: the archives in the backups of {dir:?}")
}
