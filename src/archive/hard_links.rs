//! Finds files that were saved under another name.
//!
//! Exercise, `audit-7`: the archive matches the original. So two names of one file are restored as
//! two names of one file, and its contents are stored once.
//! Python: `tarfile` keeps the same dictionary (`TarFile.inodes`).
//! In production: `tar` remembers all files. Here, if the paths take more memory than
//! [`MAX_MEMORY`], no more files are remembered.

use std::collections::HashMap;
use std::mem;

use nix::sys::stat::FileStat;

use crate::file_id::FileId;

use super::version::Version;

/// How many bytes the remembered files may take.
const MAX_MEMORY: usize = 16 << 20;
/// About how many bytes a remembered file takes besides its path.
const MEMORY_PER_FILE: usize = 200;

/// The files saved so far that have more names. A file is removed when its last name is saved.
#[derive(Default)]
pub struct HardLinks {
    seen: HashMap<FileId, Seen>,
    memory: usize,
    is_full: bool,
}

struct Seen {
    first_path: Box<[u8]>,
    version: Version,
    remaining_links: u64,
}

/// The path under which a file was saved before.
pub enum FirstPath {
    /// The file is unchanged since then.
    Same(Box<[u8]>),
    /// The file has changed since then; or it was removed, and another file has its inode number.
    Changed(Box<[u8]>),
}

impl HardLinks {
    /// The path under which this file was saved before, if it was.
    pub fn first_path(&mut self, stat: &FileStat) -> Option<FirstPath> {
        if links(stat) < 2 {
            return None;
        }
        let id = FileId::from(stat);
        let seen = self.seen.get_mut(&id)?;
        seen.remaining_links -= 1;
        let is_same = seen.version == Version::from(stat);
        let path = seen.first_path.clone();
        // This was the last name; or the file has changed, and is to be saved and remembered again.
        if seen.remaining_links == 0 || !is_same {
            self.seen.remove(&id);
            self.memory -= path.len() + MEMORY_PER_FILE;
        }
        Some(match is_same {
            true => FirstPath::Same(path),
            false => FirstPath::Changed(path),
        })
    }

    /// Remembers that a file was saved under `path`, if it has more names. Returns false for the
    /// first file for which there is no room.
    pub fn remember(&mut self, stat: &FileStat, path: &[u8]) -> bool {
        if links(stat) < 2 {
            return true;
        }
        let memory = path.len() + MEMORY_PER_FILE;
        if self.memory + memory > MAX_MEMORY {
            // The old value: `false` only the first time.
            return mem::replace(&mut self.is_full, true);
        }
        self.memory += memory;
        let seen = Seen {
            first_path: path.into(),
            version: Version::from(stat),
            remaining_links: links(stat) - 1,
        };
        self.seen.insert(FileId::from(stat), seen);
        true
    }
}

fn links(stat: &FileStat) -> u64 {
    stat.st_nlink as u64
}
