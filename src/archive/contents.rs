//! Copies exactly the announced bytes of a file.
//!
//! Python: `shutil.copyfileobj`, but with a fixed number of bytes.
//! In production: a snapshot of the file system (LVM, ZFS, btrfs), in which nothing changes.
//!
//! The header has already announced how many bytes follow. With fewer bytes, a reader would take
//! the next header for contents. So we pad a file that shrinks with zeros; of a file that grows, we
//! read no more than announced.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::unix::fs::FileExt;

use super::error::{Error, abort_if_fatal, errno};
use super::sparse::Extent;
use super::warnings::EntryStatus;
use super::writer::Writer;

/// Copies `extents` of `file`, which is saved under `path`, and fills the last tar block.
pub fn copy(
    writer: &mut Writer,
    path: &[u8],
    file: &File,
    extents: &[Extent],
) -> Result<EntryStatus, Error> {
    let mut status = EntryStatus::Saved;
    // The last extent ends where the file ends.
    let file_size = extents.last().map_or(0, |(offset, length)| offset + length);
    let mut copied = 0;
    for &(offset, length) in extents {
        let (mut at, end) = (offset, offset + length);
        while at < end {
            writer.check_cancelled()?;
            let buffer = writer.unfilled();
            let wanted = (end - at).min(buffer.len() as u64) as usize;
            let buffer = &mut buffer[..wanted];
            match read(file, at, buffer, &status) {
                Ok(0) => {
                    status = EntryStatus::Changed(format!(
                        "shrank while it was saved, padded with zeros from byte {at} to {file_size}"
                    ));
                }
                Ok(count) => {
                    writer.advance(count)?;
                    at += count as u64;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    abort_if_fatal(path, file, errno(&error))?;
                    status = EntryStatus::Damaged(format!("{error} at byte {at}"));
                }
            }
        }
        copied += length;
    }
    writer.padding(copied)?;
    Ok(status)
}

/// Reads `file` from byte `at` on. After the first failure the rest is zeros, whatever happens to
/// the file.
fn read(file: &File, at: u64, buffer: &mut [u8], status: &EntryStatus) -> io::Result<usize> {
    if let EntryStatus::Saved = status {
        return file.read_at(buffer, at);
    }
    buffer.fill(0);
    Ok(buffer.len())
}
