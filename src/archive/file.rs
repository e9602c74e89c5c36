//! Adds one regular file: its header, then its contents.
//!
//! Python: `TarFile.addfile`.
//!
//! The header announces the size, so we look at the file again after its contents are written: it
//! may have changed meanwhile.

use std::fs::File;
use std::io::Read;

use nix::sys::stat::{FileStat, fstat};
use tar::EntryType;

use super::contents;
use super::entry::Entry;
use super::error::{EntryError, Error, abort_if_fatal, errno};
use super::sparse;
use super::version::Version;
use super::warnings::EntryStatus;
use super::writer::Writer;

/// How much we save of a file whose size is unknown: it may have no end.
const MAX_UNKNOWN_SIZE: u64 = 1 << 20;

/// Adds a regular file, which was opened and then had this `stat`.
pub fn add(
    writer: &mut Writer,
    path: &[u8],
    file: &File,
    stat: &FileStat,
) -> Result<EntryStatus, EntryError> {
    if stat.st_size == 0 {
        return add_unknown_size(writer, path, file, stat);
    }
    let size = stat.st_size.cast_unsigned();
    let (map, sparse_size, extents) = match sparse::extents(writer, file, stat)? {
        Some(extents) => (sparse::map(&extents), Some(size), extents),
        None => (Vec::new(), None, vec![(0, size)]),
    };
    let data_size: u64 = extents.iter().map(|(_, length)| length).sum();
    writer.header(&Entry {
        size: map.len() as u64 + data_size,
        sparse_size,
        ..Entry::new(path, EntryType::Regular, stat)
    })?;
    writer.bytes(&map)?;
    match contents::copy(writer, path, file, &extents)? {
        EntryStatus::Saved => Ok(status(path, file, stat, size)?),
        incomplete => Ok(incomplete),
    }
}

/// Adds a file whose size is 0 according to `stat`. It may have data: some file systems (`/proc`,
/// FUSE, network disks) know the size only when the file is read. So we read first, and announce
/// the number of bytes that we got.
fn add_unknown_size(
    writer: &mut Writer,
    path: &[u8],
    file: &File,
    stat: &FileStat,
) -> Result<EntryStatus, EntryError> {
    let mut content = Vec::new();
    let read = file.take(MAX_UNKNOWN_SIZE + 1).read_to_end(&mut content);
    if let Err(error) = &read {
        abort_if_fatal(path, file, errno(error))?;
        if content.is_empty() {
            return Err(errno(error).into());
        }
    }
    let is_cut = content.len() as u64 > MAX_UNKNOWN_SIZE;
    content.truncate(MAX_UNKNOWN_SIZE as usize);
    let size = content.len() as u64;
    writer.header(&Entry {
        size,
        ..Entry::new(path, EntryType::Regular, stat)
    })?;
    writer.bytes(&content)?;
    writer.padding(size)?;
    Ok(match read {
        Err(error) => EntryStatus::Changed(format!("{error} at byte {size}, cut there")),
        Ok(_) if is_cut => EntryStatus::Changed(format!(
            "larger than its size of 0 bytes, cut at byte {size}"
        )),
        Ok(_) => status(path, file, stat, size)?,
    })
}

/// The status of a file that was copied: whether it is still as it was `before`, when its header
/// announced `size` bytes.
fn status(path: &[u8], file: &File, before: &FileStat, size: u64) -> Result<EntryStatus, Error> {
    let now = match fstat(file) {
        Ok(now) => now,
        Err(errno) => {
            abort_if_fatal(path, file, errno)?;
            return Ok(EntryStatus::Saved);
        }
    };
    Ok(if now.st_size.cast_unsigned() > size {
        EntryStatus::Changed(format!("grew while it was saved, cut at byte {size}"))
    } else if Version::from(&now) != Version::from(before) {
        EntryStatus::Changed("changed while it was saved, perhaps not all at once".into())
    } else {
        EntryStatus::Saved
    })
}
