//! Copies exactly the announced bytes of a file.
//!
//! Exercise, `audit-7`: the archive matches the original.
//! Python: `shutil.copyfileobj`, but with a fixed number of bytes.
//! In production: a snapshot of the file system (LVM, ZFS, btrfs), in which nothing changes.
//!
//! The header has already announced how many bytes follow. With fewer bytes, a reader would take the
//! next header for contents. So we pad a file that shrinks with zeros; of a file that grows, we read
//! no more than announced.

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
        let mut done = 0;
        while done < length {
            writer.check_cancelled()?;
            let buffer = writer.unfilled();
            let wanted = usize::try_from(length - done)
                .unwrap_or(usize::MAX)
                .min(buffer.len());
            let buffer = &mut buffer[..wanted];
            let read = match copied {
                Copied::Complete => file.read_at(buffer, offset + done),
                // After the first failure the rest is zeros, whatever happens to the file.
                _ => Ok(0),
            };
            let count = match read {
                Ok(0) => {
                    if let Copied::Complete = copied {
                        copied = Copied::Truncated(offset + done);
                    }
                    buffer.fill(0);
                    wanted
                }
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::Interrupted => 0,
                Err(error) => {
                    abort_if_fatal(path, file, errno(&error))?;
                    copied = Copied::ReadError(offset + done, error);
                    0
                }
            };
            writer.advance(count)?;
            done += count as u64;
        }
    }
    writer.padding(size)?;
    Ok(copied)
}
