//! The directory `./backups`: the service puts archives there, and the manager lists them.
//!
//! Exercise, `save-1`, `backups-1`: backups are saved in `./backups`, and listed.

use std::error;
use std::fmt;
use std::io;

use crate::archive;

mod list;
mod save;

pub use list::archive_names;
pub use save::{remove_stale_temp_files, save};

/// Why the backup failed. The last archive, if there is one, is still in its place, except if only
/// the sync of `backups` failed (see [`save`]).
#[derive(Debug)]
pub enum Error {
    /// A stop was requested.
    Cancelled,
    /// The source is an empty directory, and an archive exists already. An unmounted disk looks
    /// like this.
    EmptySource,
    /// A directory, a FIFO or a device is in the place of this archive.
    NotAFile(String),
    /// The source cannot be read, or the archive cannot be written.
    Archive(archive::Error),
    /// `./backups`, or a file in it, cannot be created or renamed.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Cancelled => f.write_str("cancelled"),
            Error::EmptySource => {
                f.write_str("it is empty; its last archive is kept (remove that to save it empty)")
            }
            Error::NotAFile(archive) => write!(f, "{archive} is not a file"),
            Error::Archive(error) => error.fmt(f),
            Error::Io(error) => error.fmt(f),
        }
    }
}

impl error::Error for Error {}

impl From<archive::Error> for Error {
    fn from(error: archive::Error) -> Error {
        match error {
            archive::Error::Cancelled => Error::Cancelled,
            error => Error::Archive(error),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        Error::Io(error)
    }
}
