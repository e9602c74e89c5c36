//! One thing, by its kind: its entry, and what belongs to it.
//!
//! Serves *a compressed file for the `path_to_save` directory*: Python's `tar.addfile(info, file)`.
//! Whatever happens to one file, the archive goes on and stays well formed; the verdict says what
//! happened, and ends as a `Warning:` line in the log.
//!
//! In production: the same; `tar` calls it "file changed as we read it", and exits with 1.

use std::fs::File;
use std::io;
use std::os::unix::ffi::OsStrExt;

use nix::dir::Type;
use nix::errno::Errno;
use nix::sys::stat::{FileStat, fstat};
use tar::EntryType;

use super::contents::Copied;
use super::entry::Entry;
use super::found::Found;
use super::sparse::Sparse;
use super::{Archive, contents, entry};

/// What became of one thing.
pub enum Verdict {
    /// It is in the archive as it is on the disk.
    Whole,
    /// It is there, but not as it was: what was done to it.
    Altered(String),
    /// It could not be read: why, and what was done instead.
    Lost(String, &'static str),
}

impl Verdict {
    /// For a thing without which the archive goes on.
    pub fn left_out(why: &str) -> Verdict {
        Verdict::Lost(why.to_owned(), "left out")
    }

    /// The same, for a thing that could not be opened.
    pub fn unopened(why: Errno) -> io::Result<Verdict> {
        unless_ours(why)?;
        Ok(Verdict::left_out(&io::Error::from(why).to_string()))
    }
}

/// That too many files are open, or too little memory is left, is no fault of the tree, and ends the
/// archive. Of whatever else one thing suffers, the others are saved.
pub fn unless_ours(why: Errno) -> io::Result<()> {
    match why {
        Errno::EMFILE | Errno::ENFILE | Errno::ENOMEM => Err(why.into()),
        _ => Ok(()),
    }
}

impl Archive<'_> {
    /// Saves a thing that is no directory under `path`. An error is one that ends the archive.
    pub fn save(&mut self, path: &[u8], found: Found) -> io::Result<Verdict> {
        let (kind, stat, target) = match &found {
            Found::File(_, stat) => (EntryType::Regular, stat, &[][..]),
            Found::Link(target, stat) => (EntryType::Symlink, stat, target.as_bytes()),
            Found::Special(Type::Fifo, stat) => (EntryType::Fifo, stat, &[][..]),
            Found::Special(Type::CharacterDevice, stat) => (EntryType::Char, stat, &[][..]),
            Found::Special(Type::BlockDevice, stat) => (EntryType::Block, stat, &[][..]),
            Found::Special(Type::Socket, _) => {
                return Ok(Verdict::left_out("a socket"));
            }
            Found::Special(..) | Found::Directory(..) | Found::LeftOut => {
                return Ok(Verdict::left_out("replaced meanwhile"));
            }
        };
        let sparse = match &found {
            Found::File(file, stat) => Sparse::of(file, stat, || self.go_on())?,
            _ => None,
        };
        if sparse.as_ref().is_some_and(Sparse::is_too_scattered) {
            return Ok(Verdict::left_out("too many holes"));
        }
        if let Some(first) = self.hard_links.saved_before(stat, path) {
            self.entry(path, EntryType::Link, stat, &first)?;
            return Ok(Verdict::Whole);
        }
        if let Found::File(file, stat) = &found {
            return self.save_file(path, file, stat, sparse);
        }
        self.entry(path, kind, stat, target)?;
        Ok(Verdict::Whole)
    }

    /// Writes an entry that has no contents.
    pub fn entry(
        &mut self,
        path: &[u8],
        kind: EntryType,
        stat: &FileStat,
        link: &[u8],
    ) -> io::Result<()> {
        self.gzip.write(&entry::header(&Entry {
            path,
            kind,
            stat,
            link,
            size: 0,
            sparse_size: None,
        }))
    }

    fn save_file(
        &mut self,
        path: &[u8],
        file: &File,
        stat: &FileStat,
        sparse: Option<Sparse>,
    ) -> io::Result<Verdict> {
        let size = stat.st_size.cast_unsigned();
        let whole = [(0, size)];
        let (map, data) = match &sparse {
            Some(sparse) => (sparse.map(), sparse.extents()),
            None => (Vec::new(), &whole[..]),
        };
        let data_size: u64 = data.iter().map(|(_, length)| length).sum();
        self.gzip.write(&entry::header(&Entry {
            path,
            kind: EntryType::Regular,
            stat,
            link: &[],
            size: map.len() as u64 + data_size,
            sparse_size: sparse.is_some().then_some(size),
        }))?;
        self.gzip.write(&map)?;
        Ok(match contents::copy(self, file, data)? {
            Copied::Whole => changed(file, stat),
            Copied::EndsAt(end) => Verdict::Altered(format!(
                "shrank while it was saved, padded with zeros from byte {end} to {size}"
            )),
            Copied::Unreadable(end, error) => {
                Verdict::Lost(format!("{error} at byte {end}"), "padded with zeros")
            }
        })
    }
}

/// Whether the file is still as it was when its header was written.
fn changed(file: &File, before: &FileStat) -> Verdict {
    let Ok(now) = fstat(file) else {
        return Verdict::Whole;
    };
    if now.st_size > before.st_size {
        let size = before.st_size;
        return Verdict::Altered(format!("grew while it was saved, cut at byte {size}"));
    }
    let same_time = (now.st_mtime, now.st_mtime_nsec) == (before.st_mtime, before.st_mtime_nsec);
    if now.st_size != before.st_size || !same_time {
        return Verdict::Altered("changed while it was saved, perhaps not all at once".into());
    }
    Verdict::Whole
}
