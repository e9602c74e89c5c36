//! Exercise 07: a directory, or one file, as a compressed archive.

use std::io::{self, Write};
use std::path::Path;

use crate::shutdown::Shutdown;

/// A file or a directory, by device and inode: whatever it is called.
pub type Identity = (u64, u64);

/// Saves `source`, a directory or a file, to `out`, as a tar inside a gzip: everything below it in
/// name order, under the last name of `source`. A link is followed if it is the source itself; one
/// below it is saved as a link. What is `left_out` is not saved. The same tree gives the same bytes.
///
/// Answers with one sentence for each thing that could not be saved, beginning with its path in the
/// archive: `test/socket: a socket, left out`.
///
/// # Errors
/// The source cannot be read, or is left out; or `out` cannot be written. When `stop` is requested
/// meanwhile, an error of the kind [`Interrupted`](io::ErrorKind::Interrupted). After an error `out`
/// may hold the beginning of an archive, but nothing that a reader takes for a whole one.
pub fn write(
    source: &Path,
    mut out: impl Write,
    left_out: &[Identity],
    shutdown: &Shutdown,
) -> io::Result<Vec<String>> {
    todo!(
        "exercise 07: {source:?} to {:p}, without {left_out:?}, until {}",
        &mut out,
        shutdown.is_requested()
    )
}
