//! Which files were saved before under another name.
//!
//! Serves *a compressed file for the `path_to_save` directory*: two names of one file are to be
//! restored as two names of one file, and its contents stored once. Python's `tarfile` keeps the
//! same dictionary (`TarFile.inodes`).
//!
//! Besides warnings this is the one thing whose memory grows with the tree: about 100 bytes for
//! each file that has more names than we have met. When the last one is met, it is forgotten.
//!
//! In production: the same.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use nix::sys::stat::FileStat;

use super::Identity;
use super::found::identity;

/// The files met so far that have more names to come.
#[derive(Default)]
pub struct HardLinks(HashMap<Identity, Met>);

struct Met {
    path: Box<[u8]>,
    names_to_come: u64,
}

impl HardLinks {
    /// The path under which this file was saved before; if there is none, it is `path` from now on.
    #[allow(
        clippy::unnecessary_cast,
        reason = "it has other types on other systems"
    )]
    pub fn saved_before(&mut self, stat: &FileStat, path: &[u8]) -> Option<Box<[u8]>> {
        let names = stat.st_nlink as u64;
        if names < 2 {
            return None;
        }
        match self.0.entry(identity(stat)) {
            Entry::Vacant(vacant) => {
                vacant.insert(Met {
                    path: path.into(),
                    names_to_come: names - 1,
                });
                None
            }
            Entry::Occupied(mut met) => {
                met.get_mut().names_to_come -= 1;
                if met.get().names_to_come == 0 {
                    return Some(met.remove().path);
                }
                Some(met.get().path.clone())
            }
        }
    }
}
