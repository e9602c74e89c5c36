//! The errors that end an archive, and those that affect one entry.
//!
//! Exercise, `errors-1`: errors are caught and logged.
//! Python: two exception classes, one caught inside the loop over the files, the other around it.
//!
//! Most errors here concern one entry, and become a warning; the rest of the tree is saved. An
//! [`Error`] ends the archive.

use std::fmt;
use std::io;
use std::os::fd::AsFd;

use nix::errno::Errno;

use super::warnings::shortened;

/// Why there is no archive.
#[derive(Debug)]
pub enum Error {
    /// `is_cancelled` returned true.
    Cancelled,
    /// The source is one of the exclusions.
    Excluded,
    /// The source cannot be opened, listed or saved; the archive cannot be written; every file below
    /// the source failed; a disk failed, and then the error names the path in the archive; or file
    /// descriptors, memory or threads ran out.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Error::Cancelled => f.write_str("cancelled"),
            Error::Excluded => f.write_str("the service itself uses it"),
            Error::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        Error::Io(error)
    }
}

/// Why an entry was not added.
pub enum EntryError {
    /// A system call failed for this entry.
    Os(Errno),
    /// The entry is not one that can be saved.
    Skip(&'static str),
    /// An error that ends the archive.
    Abort(Error),
}

impl From<Errno> for EntryError {
    fn from(errno: Errno) -> EntryError {
        EntryError::Os(errno)
    }
}

impl From<Error> for EntryError {
    fn from(error: Error) -> EntryError {
        EntryError::Abort(error)
    }
}

impl EntryError {
    /// The error that ends the archive, for the source itself: there is no archive without it.
    pub fn into_error(self) -> Error {
        match self {
            EntryError::Os(errno) => io::Error::from(errno).into(),
            EntryError::Skip(reason) => io::Error::other(reason).into(),
            EntryError::Abort(error) => error,
        }
    }

    /// The warning about the entry at `path` in `dir`, if the archive can continue without it.
    pub fn into_warning(self, path: &[u8], dir: impl AsFd) -> Result<String, Error> {
        let reason = match self {
            EntryError::Abort(error) => return Err(error),
            EntryError::Skip(reason) => reason.to_owned(),
            EntryError::Os(Errno::EWOULDBLOCK) => {
                "in use by another program, which does not release it".to_owned()
            }
            EntryError::Os(errno) => {
                abort_if_fatal(path, dir, errno)?;
                io::Error::from(errno).to_string()
            }
        };
        Ok(format!("{reason}, left out"))
    }
}

/// The number of the error that a system call returned.
pub fn errno(error: &io::Error) -> Errno {
    Errno::from_raw(error.raw_os_error().unwrap_or_default())
}

/// Returns the error that ends the archive, if `errno` is one: the process is out of resources, or
/// the disk or the mount fails, and then the rest of the tree cannot be trusted either. Any other
/// error affects only the entry at `path`. `fd` is the entry or its directory.
pub fn abort_if_fatal(path: &[u8], fd: impl AsFd, errno: Errno) -> Result<(), Error> {
    let error = io::Error::from(errno);
    if is_exhausted(errno) {
        return Err(error.into());
    }
    if is_storage_failure(errno) && !is_virtual(fd) {
        let message = format!("{}: {error}", shortened(path));
        return Err(io::Error::new(error.kind(), message).into());
    }
    Ok(())
}

/// The process is out of file descriptors or memory.
fn is_exhausted(errno: Errno) -> bool {
    matches!(errno, Errno::EMFILE | Errno::ENFILE | Errno::ENOMEM)
}

/// The disk cannot be read, its file system is damaged, or a file server or FUSE program is gone.
fn is_storage_failure(errno: Errno) -> bool {
    use Errno::*;
    match errno {
        EIO | EBADMSG | ENODEV => true,
        ESTALE | EPROTO | ENOLINK | ENOTCONN | ECONNABORTED | ECONNREFUSED | ECONNRESET => true,
        ETIMEDOUT | ENETDOWN | ENETUNREACH | EHOSTDOWN | EHOSTUNREACH => true,
        // Only Linux has these: a damaged file system, a fault of a file server, a removed disk.
        #[cfg(target_os = "linux")]
        EUCLEAN | EREMOTEIO | ENOMEDIUM => true,
        _ => false,
    }
}

/// Whether `fd` is in `/proc` or `/sys`. The kernel makes up their files, and some of them always
/// return EIO.
#[cfg(target_os = "linux")]
fn is_virtual(fd: impl AsFd) -> bool {
    use nix::sys::statfs::*;
    fstatfs(fd).is_ok_and(|system| {
        matches!(
            system.filesystem_type(),
            PROC_SUPER_MAGIC | SYSFS_MAGIC | CGROUP2_SUPER_MAGIC | DEBUGFS_MAGIC | TRACEFS_MAGIC
        )
    })
}

#[cfg(not(target_os = "linux"))]
fn is_virtual(_: impl AsFd) -> bool {
    false
}
