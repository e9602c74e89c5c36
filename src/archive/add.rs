//! Adds one entry, by its kind.
//!
//! Exercise, `archive-2`: the archive holds the directory. In Python: `tar.addfile(info, file)`. A file
//! that changes or cannot be read does not end the archive, which stays well formed; the status of
//! the entry becomes a `Warning:` line in the log.
//!
//! In production: `tar` reports "file changed as we read it", and exits with 1.

use std::fs::File;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;

use nix::dir::Type;
use nix::sys::stat::{FileStat, fstat};
use tar::EntryType;

use super::contents::{self, Copied};
use super::entry::Entry;
use super::error::{EntryError, Error, abort_if_fatal, errno};
use super::hard_links::FirstPath;
use super::opened::Opened;
use super::sparse::Sparse;
use super::version::Version;
use super::warnings::shortened;
use super::writer::Writer;

/// How much we save of a file whose size is unknown: it may have no end.
const MAX_UNKNOWN_SIZE: u64 = 1 << 20;

/// How an entry was saved.
pub enum EntryStatus {
    /// As it is on the disk.
    Saved,
    /// Not as it is on the disk, since it changed: how.
    Changed(String),
    /// Not at all, or not to its end.
    Skipped {
        /// Why it could not be read.
        reason: String,
        /// The substitute in the archive: zeros, or nothing.
        instead: &'static str,
    },
}

impl EntryStatus {
    /// The status of an entry that is not in the archive.
    pub fn left_out(reason: impl Into<String>) -> EntryStatus {
        EntryStatus::Skipped {
            reason: reason.into(),
            instead: "left out",
        }
    }
}

/// Adds an entry other than a directory.
pub fn add(writer: &mut Writer, path: &[u8], opened: Opened) -> Result<EntryStatus, EntryError> {
    let (kind, stat, target) = match &opened {
        Opened::File(_, stat) => (EntryType::Regular, stat, &[][..]),
        Opened::Symlink(target, stat) => (EntryType::Symlink, stat, target.as_bytes()),
        Opened::Special(Type::Fifo, stat) => (EntryType::Fifo, stat, &[][..]),
        Opened::Special(Type::CharacterDevice, stat) => (EntryType::Char, stat, &[][..]),
        Opened::Special(Type::BlockDevice, stat) => (EntryType::Block, stat, &[][..]),
        Opened::Special(Type::Socket, _) => return Ok(EntryStatus::left_out("a socket")),
        Opened::Special(..) | Opened::Directory(..) | Opened::Excluded => {
            return Ok(EntryStatus::left_out("replaced while it was opened"));
        }
    };
    let changed = match writer.hard_links.first_path(stat) {
        Some(FirstPath::Same(first)) => {
            writer.entry(path, EntryType::Link, stat, &first)?;
            return Ok(EntryStatus::Saved);
        }
        Some(FirstPath::Changed(first)) => Some(first),
        None => None,
    };
    let mut status = EntryStatus::Saved;
    match &opened {
        Opened::File(file, _) if stat.st_size == 0 => {
            status = add_unknown_size(writer, path, file, stat)?;
        }
        Opened::File(file, _) => {
            let sparse = Sparse::of(file, stat, || writer.check_cancelled())?;
            if sparse.as_ref().is_some_and(Sparse::is_too_scattered) {
                return Ok(EntryStatus::left_out("too many holes"));
            }
            status = add_file(writer, path, file, stat, sparse.as_ref())?;
        }
        _ => writer.entry(path, kind, stat, target)?,
    }
    if !writer.hard_links.remember(stat, path) {
        let text =
            "too many hard links: from here on, each name may be stored as a file of its own";
        writer.warnings.add(path, text);
    }
    if let (EntryStatus::Saved, Some(first)) = (&status, changed) {
        status = EntryStatus::Changed(format!(
            "changed or replaced since {} was saved, not stored as a link to it",
            shortened(&first)
        ));
    }
    Ok(status)
}

fn add_file(
    writer: &mut Writer,
    path: &[u8],
    file: &File,
    stat: &FileStat,
    sparse: Option<&Sparse>,
) -> Result<EntryStatus, Error> {
    let size = stat.st_size.cast_unsigned();
    let whole = [(0, size)];
    let (map, extents) = match sparse {
        Some(sparse) => (sparse.map(), sparse.extents()),
        None => (Vec::new(), &whole[..]),
    };
    let data_size: u64 = extents.iter().map(|(_, length)| length).sum();
    writer.header(&Entry {
        path,
        kind: EntryType::Regular,
        stat,
        link: &[],
        size: map.len() as u64 + data_size,
        sparse_size: sparse.is_some().then_some(size),
    })?;
    writer.bytes(&map)?;
    match contents::copy(writer, path, file, extents)? {
        Copied::Complete => status(path, file, stat, size),
        Copied::Truncated(end) => Ok(EntryStatus::Changed(format!(
            "shrank while it was saved, padded with zeros from byte {end} to {size}"
        ))),
        Copied::ReadError(end, error) => Ok(EntryStatus::Skipped {
            reason: format!("{error} at byte {end}"),
            instead: "padded with zeros",
        }),
    }
}

/// Adds a file that has no size. It may have data: some file systems (`/proc`, FUSE, network disks)
/// learn the size only when the file is read. So we read first, and announce what we got.
fn add_unknown_size(
    writer: &mut Writer,
    path: &[u8],
    file: &File,
    stat: &FileStat,
) -> Result<EntryStatus, EntryError> {
    let mut content = Vec::new();
    let read = file.take(MAX_UNKNOWN_SIZE + 1).read_to_end(&mut content);
    if let Err(error) = &read {
        abort_if_fatal(path, errno(error))?;
        if content.is_empty() {
            return Err(errno(error).into());
        }
    }
    let is_cut = content.len() as u64 > MAX_UNKNOWN_SIZE;
    content.truncate(MAX_UNKNOWN_SIZE as usize);
    let size = content.len() as u64;
    writer.header(&Entry {
        path,
        kind: EntryType::Regular,
        stat,
        link: &[],
        size,
        sparse_size: None,
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

/// Whether the file is as it was when its header, which announced `size` bytes, was written.
fn status(path: &[u8], file: &File, before: &FileStat, size: u64) -> Result<EntryStatus, Error> {
    let now = match fstat(file) {
        Ok(now) => now,
        Err(errno) => {
            abort_if_fatal(path, errno)?;
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
