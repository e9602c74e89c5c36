//! Task 07: a directory, or one file, as a compressed archive.

use std::io::Write;
use std::path::Path;

use crate::file_id::FileId;

pub use crate::archive::{Error, Warnings};

/// Saves `source`, a directory or a file, to `out`, as a tar inside a gzip: everything below it in
/// name order, under the last name of `source`. A symbolic link is followed if it is the source
/// itself; one below it is saved as a link. The `exclusions` are not saved. The same tree gives the
/// same bytes.
///
/// Returns one warning for each entry that could not be saved, beginning with its path in the
/// archive: `test/socket: a socket, left out`. After a thousand, the others are only counted.
///
/// # Errors
/// - [`Error::Io`] if the source cannot be read, or `out` cannot be written.
/// - [`Error::Excluded`] if the source is one of the exclusions.
/// - [`Error::Cancelled`] if `is_cancelled` returns true.
///
/// After an error, `out` may hold the beginning of an archive, but nothing that a reader takes for a
/// complete one.
pub fn write(
    source: &Path,
    mut out: impl Write,
    exclusions: &[FileId],
    is_cancelled: &dyn Fn() -> bool,
) -> Result<Warnings, Error> {
    todo!(
        "task 07: {source:?} to {:p}, without {exclusions:?}, until {}",
        &mut out,
        is_cancelled()
    )
}
