//! Tells whether a file has changed since we looked at it.
//!
//! Python: compare two results of `os.stat`.
//! In production: NFS and XFS have a change counter per file, since two changes within one clock
//! tick have the same ctime.
//!
//! Any program can set the modification time (mtime) back, but not the time of the last change of
//! the inode (ctime), which also rises with every write.

use nix::sys::stat::FileStat;

/// The values that differ after a change of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Version {
    size: i64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl From<&FileStat> for Version {
    fn from(stat: &FileStat) -> Version {
        Version {
            size: stat.st_size,
            modified: (stat.st_mtime, stat.st_mtime_nsec),
            changed: (stat.st_ctime, stat.st_ctime_nsec),
        }
    }
}
