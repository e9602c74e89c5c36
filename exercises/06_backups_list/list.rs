//! Task 06: the archives in `./backups`.

use std::io;
use std::path::Path;

/// The names of the archives in `dir/backups`, in byte order: all names that end in `.tar` and are not
/// directories. They are printed, so control characters are escaped.
///
/// # Errors
/// `NotFound` if there is no such directory; any other error if it cannot be read.
pub fn archive_names(dir: &Path) -> io::Result<Vec<String>> {
    todo!("task 06: the archives in the backups of {dir:?}")
}
