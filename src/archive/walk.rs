//! Visits the tree below the source in name order, and never leaves it.
//!
//! Exercise, `archive-2`: the archive holds the directory `path_to_save`.
//! Python: `os.fwalk`.
//! In production: `fts(3)`, which can also stay on one file system.
//!
//! Each name is opened relative to its directory, which is open, without following symbolic links.
//! So a directory that is replaced with a link cannot lead us out of the tree, and a path may be
//! longer than the system accepts in one call.

use std::ffi::CStr;
use std::io;
use std::os::fd::AsFd;

use nix::dir::{Dir, Type};
use nix::sys::stat::FileStat;
use tar::EntryType;

use crate::file_id::FileId;

use super::add;
use super::entry::Entry;
use super::error::{EntryError, Error};
use super::lease::LeaseWaits;
use super::levels::{Level, Levels};
use super::names::Names;
use super::opened::{FollowSymlinks, Opened, open_entry};
use super::warnings::EntryStatus;
use super::writer::Writer;

/// Directories with a longer path are left out. Each header contains the whole path, so a chain of a
/// million directories would take a terabyte of headers.
const MAX_PATH: usize = 400_000;

/// The state of one walk.
pub struct Walk<'w, 'a> {
    writer: &'w mut Writer<'a>,
    exclusions: &'w [FileId],
    /// The path of the current entry in the archive.
    path: Vec<u8>,
    leases: LeaseWaits,
    /// Whether anything other than directories was saved, and not damaged.
    has_contents: bool,
}

impl<'w, 'a> Walk<'w, 'a> {
    /// A walk of a directory that is saved under `name`.
    pub fn new(writer: &'w mut Writer<'a>, exclusions: &'w [FileId], name: Vec<u8>) -> Self {
        Walk {
            writer,
            exclusions,
            path: name,
            leases: LeaseWaits::default(),
            has_contents: false,
        }
    }

    /// Adds the directory `dir` and everything below it. If entries failed and nothing but
    /// directories was saved whole, returns an error: such an archive must not replace a good one.
    pub fn run(mut self, dir: Dir, stat: &FileStat) -> Result<(), Error> {
        let mut levels = Levels::default();
        let source = self.add_directory(dir, stat);
        levels.push(source.map_err(EntryError::into_error)?);
        while let Some((dir, names, path_length)) = levels.current() {
            self.writer.check_cancelled()?;
            self.path.truncate(path_length);
            let Some((name, kind)) = names.next() else {
                levels.pop(&self.path, &mut self.writer.warnings)?;
                continue;
            };
            self.path.extend_from_slice(name.to_bytes());
            match self.add(dir, name, kind) {
                Ok(Some(subdirectory)) => levels.push(subdirectory),
                Ok(None) => {}
                Err(error) => {
                    let warning = error.into_warning(&self.path, dir)?;
                    self.writer.warnings.add(&self.path, &warning);
                }
            }
        }
        match self.writer.warnings.texts.first() {
            Some(first) if !self.has_contents => {
                let message = format!("nothing in it could be saved ({first})");
                Err(io::Error::other(message).into())
            }
            _ => Ok(()),
        }
    }

    /// Adds the entry `name` of `dir`. If it is a directory, returns it: its own entries come next.
    fn add(
        &mut self,
        dir: &Dir,
        name: &CStr,
        kind: Option<Type>,
    ) -> Result<Option<Level>, EntryError> {
        let opened = self.leases.open(self.writer, || {
            open_entry(dir.as_fd(), name, kind, FollowSymlinks::No, self.exclusions)
        })?;
        match opened {
            Opened::Excluded => Ok(None),
            Opened::Directory(..) if self.path.len() > MAX_PATH => {
                Err(EntryError::Skip("too deep"))
            }
            Opened::Directory(dir, stat) => self.add_directory(dir, &stat).map(Some),
            opened => {
                let status = add::add(self.writer, &self.path, &opened)?;
                self.has_contents |= !matches!(status, EntryStatus::Damaged(_));
                self.writer.warnings.add_for(&self.path, &status);
                Ok(None)
            }
        }
    }

    /// Reads the names of a directory, and adds its entry if that succeeded.
    fn add_directory(&mut self, mut dir: Dir, stat: &FileStat) -> Result<Level, EntryError> {
        let id = FileId::from(stat);
        let names = Names::read(self.writer, &mut dir, id.inode, self.exclusions)?;
        self.path.push(b'/');
        let entry = Entry::new(&self.path, EntryType::Directory, stat);
        self.writer.header(&entry)?;
        Ok(Level {
            dir: Some(dir),
            id,
            names,
            path_length: self.path.len(),
        })
    }
}
