//! Replaces a file in one step: temporary file, sync, rename, sync the directory.
//!
//! Exercise, `save-1`, `create-1`, `delete-1`: archives and schedules are saved. At any time, and
//! after a power cut, a reader finds the old file or the new one, never a part of one.
//! Python: `os.open` with `O_EXCL` and `dir_fd=`, `os.fsync`, `os.replace` with `src_dir_fd=` and
//! `dst_dir_fd=`, and `os.fsync` of the directory.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, ErrorKind};

use nix::errno::Errno;
use nix::fcntl::{OFlag, openat, renameat};
use nix::sys::stat::Mode;
use nix::unistd::{UnlinkatFlags, unlinkat};

/// A file under a temporary name, which is removed when this is dropped.
///
/// All names are relative to a directory that is open: it may be renamed or moved meanwhile.
pub struct AtomicFile<'a> {
    directory: &'a File,
    temp_name: OsString,
    file: File,
}

impl<'a> AtomicFile<'a> {
    /// Creates the temporary file, readable by its owner only.
    ///
    /// # Errors
    /// `AlreadyExists` if there is anything with that name; any other error if `directory` cannot
    /// be written.
    pub fn create(
        directory: &'a File,
        temp_name: impl Into<OsString>,
    ) -> io::Result<AtomicFile<'a>> {
        let temp_name = temp_name.into();
        let flags = OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_EXCL | OFlag::O_CLOEXEC;
        let file = openat(
            directory,
            temp_name.as_os_str(),
            flags,
            Mode::S_IRUSR | Mode::S_IWUSR,
        )
        .map_err(|errno| {
            let (error, name) = (io::Error::from(errno), temp_name.display());
            let message = match errno {
                Errno::EEXIST => format!("{name} is in the way: remove it"),
                _ => format!("{name}: {error}"),
            };
            io::Error::new(error.kind(), message)
        })?;
        Ok(AtomicFile {
            directory,
            temp_name,
            file: File::from(file),
        })
    }

    /// The temporary file, to be written.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Syncs the file to the disk, then renames it to `name`. A file with that name is replaced.
    ///
    /// # Errors
    /// If the file cannot be synced or renamed: then the old file is still there. If the directory
    /// cannot be synced, see [`sync_directory`].
    pub fn commit(self, name: impl AsRef<OsStr>) -> io::Result<()> {
        self.commit_if(name, || Ok(()))
    }

    /// The same, if `check` succeeds. It is called last, directly before the rename.
    ///
    /// # Errors
    /// Those of `check` and of [`commit`](AtomicFile::commit).
    pub fn commit_if(
        self,
        name: impl AsRef<OsStr>,
        check: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<()> {
        // The order matters: after a power cut, a name must not lead to bytes that are not there.
        self.file.sync_all()?;
        check()?;
        renameat(
            self.directory,
            self.temp_name.as_os_str(),
            self.directory,
            name.as_ref(),
        )?;
        sync_directory(self.directory)
    }
}

impl Drop for AtomicFile<'_> {
    fn drop(&mut self) {
        // After `commit` there is no such name.
        let _ = unlinkat(
            self.directory,
            self.temp_name.as_os_str(),
            UnlinkatFlags::NoRemoveDir,
        );
    }
}

/// Brings the names in `directory` to the disk, after one was added or replaced. Some file systems
/// return EINVAL (POSIX `fsync`), since they do it themselves; that is no error.
///
/// # Errors
/// Any other I/O error, reported as "done, but perhaps not durable", so that the caller does not
/// repeat the change.
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
