//! Copies exactly the announced bytes of a file.
//!
//! Exercise, `audit-7`: the archive matches the original.
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
use super::writer::Writer;

/// How much of the file was copied.
pub enum Copied {
    /// All announced bytes are the file's.
    Complete,
    /// The file ended early, at this byte.
    Truncated(u64),
    /// It could not be read beyond this byte.
    ReadError(u64, io::Error),
}

/// Copies these extents (offset, length) of `file`, which is saved under `path`, and fills the last
/// tar block.
pub fn copy(
    writer: &mut Writer,
    path: &[u8],
    file: &File,
    extents: &[(u64, u64)],
) -> Result<Copied, Error> {
    let mut copied = Copied::Complete;
    let mut size = 0;
    for &(offset, length) in extents {
        size += length;
        let (mut at, end) = (offset, offset + length);
        while at < end {
            writer.check_cancelled()?;
            let buffer = writer.unfilled();
            let wanted = usize::try_from(end - at)
                .unwrap_or(usize::MAX)
                .min(buffer.len());
            let buffer = &mut buffer[..wanted];
            let read = match copied {
                Copied::Complete => file.read_at(buffer, at),
                // After the first failure the rest is zeros, whatever happens to the file.
                Copied::Truncated(_) | Copied::ReadError(..) => {
                    buffer.fill(0);
                    Ok(wanted)
                }
            };
            match read {
                Ok(0) => copied = Copied::Truncated(at),
                Ok(count) => {
                    writer.advance(count)?;
                    at += count as u64;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    abort_if_fatal(path, file, errno(&error))?;
                    copied = Copied::ReadError(at, error);
                }
            }
        }
    }
    writer.padding(size)?;
    Ok(copied)
}
