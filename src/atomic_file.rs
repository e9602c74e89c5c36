//! Bringing a name to the disk.
//!
//! Serves *the backups will be saved*, and `create` and `delete`: a file outlives a power cut when
//! its bytes are on the disk and its name is, and the name is in the directory. Python does it with
//! `os.fsync(os.open("backups", os.O_RDONLY))`.
//!
//! In production: the same, inside of a database as well.

use std::fs::File;
use std::io::{self, ErrorKind};

/// Brings to the disk which files `directory` names, after one was added or took another's place.
/// Some file systems cannot, and say EINVAL (POSIX `fsync`): they do it in their own time.
///
/// # Errors
/// What else the system answers, in words that nobody takes for leave to make the change again.
pub fn sync_directory(directory: &File) -> io::Result<()> {
    match directory.sync_all() {
        Err(error) if error.kind() == ErrorKind::InvalidInput => Ok(()),
        Err(error) => Err(io::Error::new(
            error.kind(),
            format!("it is done, but a power cut may undo it: {error}"),
        )),
        Ok(()) => Ok(()),
    }
}
