//! Lists the names in one directory, sorted.
//!
//! Python: `sorted(os.listdir(path))`.
//! In production: `tar` sorts only with `--sort=name`.
//!
//! The system lists names in no particular order; sorted, the same tree gives the same archive.
//! Sorting needs all names of a directory in memory, and a directory may hold a million. So the
//! names are in one buffer with an index: about 20 bytes per name, where a `Vec<String>` takes 60.

use std::ffi::CStr;

use nix::dir::{Dir, Type};
use nix::errno::Errno;

use crate::file_id::FileId;

use super::error::EntryError;
use super::writer::Writer;

/// The names of a directory that have not been taken yet.
pub struct Names {
    /// Each name with its final NUL.
    bytes: Vec<u8>,
    /// Where each name begins in `bytes`, and its kind, if the file system gives it. In reverse
    /// order: `next` takes the last one.
    index: Vec<(u32, Option<Type>)>,
}

impl Names {
    /// Reads all names in `dir`, which has this `inode`. In two cases an entry gets no kind, so that
    /// `open_entry` calls `stat` before it opens the entry:
    ///
    /// - It has the inode of an exclusion.
    /// - readdir's inode for `.` differs from stat's. Then this file system invents inode numbers
    ///   (some FUSE ones do), and each entry may be an exclusion.
    ///
    /// # Errors
    /// If the directory cannot be read, or the archive is cancelled.
    pub fn read(
        writer: &Writer,
        dir: &mut Dir,
        inode: u64,
        exclusions: &[FileId],
    ) -> Result<Names, EntryError> {
        let (mut bytes, mut index) = (Vec::new(), Vec::new());
        let mut has_true_inodes = false;
        for entry in dir.iter() {
            writer.check_cancelled()?;
            let entry = entry?;
            let name = entry.file_name();
            if name == c"." {
                has_true_inodes = entry.ino() == inode;
            } else if name != c".." {
                let start = u32::try_from(bytes.len()).map_err(|_| Errno::EOVERFLOW)?;
                let may_be_excluded = exclusions.iter().any(|id| id.inode == entry.ino());
                index.push((start, entry.file_type().filter(|_| !may_be_excluded)));
                bytes.extend_from_slice(name.to_bytes_with_nul());
            }
        }
        if !has_true_inodes {
            index.iter_mut().for_each(|(_, kind)| *kind = None);
        }
        index.sort_unstable_by(|a, b| name_at(&bytes, b.0).cmp(name_at(&bytes, a.0)));
        // A faulty file system may list a name twice. If it were a symbolic link once and a directory
        // once, restoring the archive would write through the link.
        index.dedup_by(|a, b| name_at(&bytes, a.0) == name_at(&bytes, b.0));
        Ok(Names { bytes, index })
    }

    /// Whether all names have been taken.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// Takes the next name, in the order of its bytes, and the kind that readdir gave.
    pub fn next(&mut self) -> Option<(&CStr, Option<Type>)> {
        let (start, kind) = self.index.pop()?;
        Some((name_at(&self.bytes, start), kind))
    }
}

fn name_at(bytes: &[u8], start: u32) -> &CStr {
    CStr::from_bytes_until_nul(&bytes[start as usize..]).expect("each name ends with its NUL")
}
