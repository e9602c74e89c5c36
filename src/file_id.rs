//! The identity of a file or directory: its device and inode numbers.
//!
//! Exercise, `archive-2`, `stop-3`: a backup must not save its own archive, and `stop` must find
//! the service of this directory, even if the directory was renamed.
//! Python: `os.path.samefile`, or `os.stat(path)` and its `st_dev`, `st_ino`.
//!
//! Two paths with the same `FileId` lead to the same file, whatever it is called, and whether or
//! not it was renamed.

use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use nix::sys::stat::FileStat;

/// Device and inode number (POSIX `<sys/stat.h>`: together they identify a file in the system).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileId {
    /// The device, `st_dev`.
    pub device: u64,
    /// The inode number on that device, `st_ino`.
    pub inode: u64,
}

impl FileId {
    /// The identity of the file at `path`; a symbolic link is followed.
    ///
    /// # Errors
    /// If there is no such file, or a directory on the way may not be searched.
    pub fn of_path(path: &Path) -> io::Result<FileId> {
        Ok(FileId::from(&fs::metadata(path)?))
    }

    /// The identity of an open file.
    ///
    /// # Errors
    /// If the system call fails.
    pub fn of_file(file: &File) -> io::Result<FileId> {
        Ok(FileId::from(&file.metadata()?))
    }
}

impl From<&Metadata> for FileId {
    fn from(metadata: &Metadata) -> FileId {
        FileId {
            device: metadata.dev(),
            inode: metadata.ino(),
        }
    }
}

impl From<&FileStat> for FileId {
    fn from(stat: &FileStat) -> FileId {
        FileId {
            device: stat.st_dev as u64,
            inode: stat.st_ino as u64,
        }
    }
}
