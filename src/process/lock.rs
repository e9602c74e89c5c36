//! The lock of the running service: one service per directory.
//!
//! Exercise, `stop-3`, `start-2`: `start` and `stop` must know whether *this directory's* service
//! runs, and as which process.
//! Python: `fcntl.lockf`, or a file with the process id, which is stale after a crash. The kernel
//! releases a POSIX advisory record lock (`fcntl`) when its process ends, however it ends, and
//! `F_GETLK` returns the owner's process id.
//! In production: the same lock, or systemd, which runs one instance of a unit.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::mem;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::libc::{self, flock};
use nix::unistd::Pid;

use crate::file_id::FileId;
use crate::layout;

/// The lock, held until the value is dropped or the process ends.
///
/// Closing *any* descriptor of the lock file releases the lock. So the process that holds it opens
/// the file only once.
pub struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Acquires the lock of `dir`; `None` if another process holds it.
    ///
    /// # Errors
    /// If `dir/logs` or the lock file cannot be created or opened, or the file cannot be locked.
    pub fn try_acquire(dir: &Path) -> io::Result<Option<Lock>> {
        let path = layout::lock(dir);
        fs::create_dir_all(dir.join(layout::LOGS)).map_err(name_file)?;
        loop {
            let file = options()
                .write(true)
                .create(true)
                .mode(0o600)
                .open(&path)
                .map_err(name_file)?;
            match fcntl(&file, FcntlArg::F_SETLK(&whole_file())) {
                Ok(_) => {}
                Err(Errno::EACCES | Errno::EAGAIN) => return Ok(None),
                Err(error) => return Err(name_file(error.into())),
            }
            let path = path.clone();
            let lock = Lock { file, path };
            // The file may have been removed between `open` and `fcntl`: then try again.
            if lock.is_current() {
                return Ok(Some(lock));
            }
        }
    }

    /// Drops this lock without releasing `other`, of the same process. If both are on the same
    /// file, this descriptor stays open until the process ends: closing it would release both.
    pub fn close_unless_same_file(self, other: &Lock) {
        if FileId::of_file(&self.file).ok() == FileId::of_file(&other.file).ok() {
            mem::forget(self);
        }
    }

    /// Whether the lock file is still there, and still the file that we locked. If `logs` was
    /// removed, we hold a lock that no other process can find. On any other error, such as no
    /// permission to search `logs`, assume that the file is still there.
    pub fn is_current(&self) -> bool {
        match fs::symlink_metadata(&self.path) {
            Ok(there) => FileId::of_file(&self.file).ok() == Some(FileId::from(&there)),
            Err(error) => !is_absence(&error),
        }
    }
}

/// The process that holds the lock of `dir`; `None` if no process does.
///
/// # Errors
/// If the lock file exists and cannot be opened. If the owner has no process id here, because it
/// runs in another container or on another machine.
pub fn owner(dir: &Path) -> io::Result<Option<Pid>> {
    let file = match options().read(true).open(layout::lock(dir)) {
        Err(error) if is_absence(&error) => return Ok(None),
        file => file.map_err(name_file)?,
    };
    let mut found = whole_file();
    fcntl(&file, FcntlArg::F_GETLK(&mut found)).map_err(|error| name_file(error.into()))?;
    if found.l_type == libc::F_UNLCK as libc::c_short {
        Ok(None)
    } else if found.l_pid > 0 {
        Ok(Some(Pid::from_raw(found.l_pid)))
    } else {
        Err(io::Error::other(
            "it runs in another container or on another machine, \
             or holds the lock file in another way",
        ))
    }
}

/// Whether `error` means that the file does not exist. `logs` may also be a file.
fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Adds the name of the lock file to `error`.
fn name_file(error: io::Error) -> io::Error {
    let message = format!("{}/{}: {error}", layout::LOGS, layout::LOCK);
    io::Error::new(error.kind(), message)
}

/// Options with which opening a symbolic link is an error, and opening a FIFO does not block.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.custom_flags((OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits());
    options
}

/// An exclusive lock on the whole file, however long it will be.
fn whole_file() -> flock {
    flock {
        l_type: libc::F_WRLCK as _,
        l_whence: libc::SEEK_SET as _,
        l_start: 0,
        l_len: 0,
        l_pid: 0,
        #[cfg(target_os = "freebsd")]
        l_sysid: 0,
    }
}
