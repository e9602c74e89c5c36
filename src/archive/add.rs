//! Adds one entry, by its kind.
//!
//! Exercise, `archive-2`: the archive holds the files and links of the directory too.
//! Python: `tar.addfile(info, file)`.
//!
//! A file that changes, or that we may not read, does not end the archive, which stays well formed.
//! The status of the entry becomes a `Warning:` line in the log. A disk that fails ends the archive.

use std::os::unix::ffi::OsStrExt;

use nix::dir::Type;
use nix::sys::stat::FileStat;
use tar::EntryType;

use super::entry::Entry;
use super::error::EntryError;
use super::file;
use super::hard_links::FirstPath;
use super::opened::Opened;
use super::sparse;
use super::warnings::{EntryStatus, shortened};
use super::writer::Writer;

/// Adds an entry other than a directory.
pub fn add(writer: &mut Writer, path: &[u8], opened: &Opened) -> Result<EntryStatus, EntryError> {
    let (kind, stat, link) = describe(opened)?;
    let first_path = writer.hard_links.first_path(stat);
    if let Some(FirstPath::Same(first)) = &first_path {
        add_link(writer, path, opened, stat, first)?;
        return Ok(EntryStatus::Saved);
    }

    let status = match opened {
        Opened::File(file, _) => file::add(writer, path, file, stat)?,
        _ => {
            let entry = Entry::new(path, kind, stat);
            writer.header(&Entry { link, ..entry })?;
            EntryStatus::Saved
        }
    };
    // Other names of this file become links to this path, which is in the archive now.
    if !writer.hard_links.remember(stat, path) {
        let text =
            "too many hard links: from here on, each name may be stored as a file of its own";
        writer.warnings.add(path, text);
    }
    Ok(match (status, first_path) {
        (EntryStatus::Saved, Some(FirstPath::Changed(first))) => EntryStatus::Changed(format!(
            "changed or replaced since {} was saved, not stored as a link to it",
            shortened(&first)
        )),
        (status, _) => status,
    })
}

/// The kind and the `stat` of an entry, and the target of a symbolic link.
fn describe(opened: &Opened) -> Result<(EntryType, &FileStat, &[u8]), EntryError> {
    Ok(match opened {
        Opened::File(_, stat) => (EntryType::Regular, stat, &[]),
        Opened::Symlink(target, stat) => (EntryType::Symlink, stat, target.as_bytes()),
        Opened::Special(Type::Fifo, stat) => (EntryType::Fifo, stat, &[]),
        Opened::Special(Type::CharacterDevice, stat) => (EntryType::Char, stat, &[]),
        Opened::Special(Type::BlockDevice, stat) => (EntryType::Block, stat, &[]),
        Opened::Special(Type::Socket, _) => return Err(EntryError::Skip("a socket")),
        Opened::Special(..) | Opened::Directory(..) | Opened::Excluded => {
            return Err(EntryError::Skip("replaced while it was opened"));
        }
    })
}

/// Adds `path` as a hard link to `first`, the path under which the same file was saved.
fn add_link(
    writer: &mut Writer,
    path: &[u8],
    opened: &Opened,
    stat: &FileStat,
    first: &[u8],
) -> Result<(), EntryError> {
    let sparse = match opened {
        Opened::File(file, _) => sparse::extents(writer, file, stat)?,
        _ => None,
    };
    writer.header(&Entry {
        link: first,
        sparse_size: sparse.map(|_| stat.st_size.cast_unsigned()),
        ..Entry::new(path, EntryType::Link, stat)
    })?;
    Ok(())
}
