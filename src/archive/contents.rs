//! Exactly the promised bytes of a file, cut or padded.
//!
//! Serves *a compressed file for the `path_to_save` directory*: Python's `shutil.copyfileobj`,
//! except that a header has already said how many bytes come. If fewer came, all that follows
//! would be read as garbage: so a file that shrinks is padded with zeros, and of one that grows
//! no more is read.
//!
//! In production: the same, unless the file system can be frozen first (LVM, ZFS, btrfs).

use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::unix::fs::FileExt;

use super::Archive;

/// How far the file went.
pub enum Copied {
    /// All promised bytes are the file's.
    Whole,
    /// The file ended early, at this byte.
    EndsAt(u64),
    /// It could not be read beyond this byte.
    Unreadable(u64, io::Error),
}

/// Copies these parts (offset, length) of `file` to the archive, and fills the last tar block.
/// The error is one of the archive; the file's own is in the answer.
pub fn copy(archive: &mut Archive, file: &File, parts: &[(u64, u64)]) -> io::Result<Copied> {
    let mut copied = Copied::Whole;
    let mut size = 0;
    for &(offset, length) in parts {
        size += length;
        let mut done = 0;
        while done < length {
            archive.go_on()?;
            let space = archive.gzip.space();
            let wanted = usize::try_from(length - done)
                .unwrap_or(usize::MAX)
                .min(space.len());
            let space = &mut space[..wanted];
            let read = match copied {
                Copied::Whole => file.read_at(space, offset + done),
                // From here on the rest is zeros, whatever the file does.
                _ => Ok(0),
            };
            let filled = match read {
                Ok(0) => {
                    if let Copied::Whole = copied {
                        copied = Copied::EndsAt(offset + done);
                    }
                    space.fill(0);
                    wanted
                }
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => 0,
                Err(error) if error.kind() == ErrorKind::OutOfMemory => return Err(error),
                Err(error) => {
                    copied = Copied::Unreadable(offset + done, error);
                    0
                }
            };
            archive.gzip.filled(filled)?;
            done += filled as u64;
        }
    }
    let padding = (size.next_multiple_of(512) - size) as usize;
    archive.gzip.write(&[0; 512][..padding])?;
    Ok(copied)
}
