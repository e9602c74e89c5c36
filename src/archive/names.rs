//! The names in one directory, sorted.
//!
//! Serves *for the `path_to_save` directory*: Python's `sorted(os.scandir(path))`. The system
//! gives names in no particular order; sorted, the same tree gives the same archive.
//!
//! All names of a directory must be at hand to sort them. They are one piece of memory with an
//! index, about 20 bytes a name where a `Vec<String>` takes 60: a directory may hold a million.
//!
//! In production: the same, or no order at all, as `tar` does unless it is told to sort.

use std::ffi::CStr;

use nix::dir::{Dir, Type};
use nix::errno::Errno;

use super::Identity;

/// The names of a directory that have not been taken yet.
pub struct Names {
    /// Each name with the NUL that ends it.
    bytes: Vec<u8>,
    /// Where each begins, and of what kind it is (if the file system says); the next one last.
    index: Vec<(u32, Option<Type>)>,
}

impl Names {
    /// Reads all names in `dir`, which has this `inode`. An entry with the inode of one that is
    /// `left_out` gets no kind, so that it is looked at before it is opened. If the inode that is
    /// listed for `.` is not the directory's, the file system makes them up (some in user space
    /// do), and no entry gets one.
    pub fn read(dir: &mut Dir, inode: u64, left_out: &[Identity]) -> nix::Result<Names> {
        let (mut bytes, mut index) = (Vec::new(), Vec::new());
        let mut is_truthful = false;
        for entry in dir.iter() {
            let entry = entry?;
            let name = entry.file_name();
            if name == c"." {
                is_truthful = entry.ino() == inode;
            } else if name != c".." {
                let start = u32::try_from(bytes.len()).map_err(|_| Errno::EOVERFLOW)?;
                let is_special = left_out.iter().any(|&(_, inode)| inode == entry.ino());
                index.push((start, entry.file_type().filter(|_| !is_special)));
                bytes.extend_from_slice(name.to_bytes_with_nul());
            }
        }
        if !is_truthful {
            index.iter_mut().for_each(|(_, kind)| *kind = None);
        }
        index.sort_unstable_by(|a, b| at(&bytes, b.0).cmp(at(&bytes, a.0)));
        Ok(Names { bytes, index })
    }

    /// Takes the next name, in the order of its bytes, and what the directory says it is.
    pub fn next(&mut self) -> Option<(&CStr, Option<Type>)> {
        let (start, kind) = self.index.pop()?;
        Some((at(&self.bytes, start), kind))
    }
}

fn at(bytes: &[u8], start: u32) -> &CStr {
    CStr::from_bytes_until_nul(&bytes[start as usize..]).expect("each name ends with its NUL")
}
