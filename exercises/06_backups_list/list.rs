//! Exercise 06: which archives there are.

use std::io;
use std::path::Path;

/// The names of the archives in `dir/backups`, in byte order: of everything that ends in `.tar` and
/// is not a directory. They are to be printed, so control characters are escaped.
///
/// # Errors
/// `NotFound` if there is no such directory; what the system answers if it cannot be read.
pub fn archive_names(dir: &Path) -> io::Result<Vec<String>> {
    todo!("exercise 06: the archives in the backups of {dir:?}")
}
