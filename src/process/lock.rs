//! One service a directory: the lock that the running one holds.
//!
//! Serves `start` and `stop`, which must know whether *this directory's* service runs, and as which
//! process. A pid file would be wrong after a crash; a record lock (POSIX `fcntl`, in Python
//! `fcntl.lockf`) is dropped by the kernel when its process ends, however it ends, and names its
//! owner to whoever asks.
//!
//! In production: the same lock, or systemd, which keeps one instance of a unit.

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
/// Closing *any* descriptor of the file drops a record lock, so the process that holds it opens
/// the file this once only.
pub struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock of `dir`; `None` if another process holds it.
    ///
    /// # Errors
    /// What the system answers if `dir/logs` or the file cannot be made or opened.
    pub fn take(dir: &Path) -> io::Result<Option<Lock>> {
        let path = layout::lock(dir);
        fs::create_dir_all(dir.join(layout::LOGS))?;
        loop {
            let file = options().write(true).create(true).mode(0o600).open(&path)?;
            match fcntl(&file, FcntlArg::F_SETLK(&whole_file())) {
                Ok(_) => {}
                Err(Errno::EACCES | Errno::EAGAIN) => return Ok(None),
                Err(error) => return Err(error.into()),
            }
            let lock = Lock {
                file,
                path: path.clone(),
            };
            // Somebody may have removed the file between our open and our lock.
            if lock.is_in_place() {
                return Ok(Some(lock));
            }
        }
    }

    /// Gives this lock up for `other`, which the same process has taken. If both are of one file,
    /// that stays open: to close it would drop the other too.
    pub fn give_way_to(self, other: &Lock) {
        if identity(&self.file) == identity(&other.file) {
            mem::forget(self);
        }
    }

    /// Whether the lock's file is still there and still the one that is locked. People remove
    /// `logs`; what is locked then is a file that nobody else can find. A `logs` that may not be
    /// looked into, for now, is no such case.
    pub fn is_in_place(&self) -> bool {
        match fs::symlink_metadata(&self.path) {
            Ok(there) => identity(&self.file) == Some(FileId::from(&there)),
            Err(error) => !is_absence(&error),
        }
    }
}

/// The process that holds the lock of `dir`, if one does.
///
/// # Errors
/// What the system answers if the file is there and cannot be opened; and an owner that cannot be
/// named, because it lives in another container or on another machine.
pub fn owner(dir: &Path) -> io::Result<Option<Pid>> {
    let file = match options().read(true).open(layout::lock(dir)) {
        Err(error) if is_absence(&error) => return Ok(None),
        file => file?,
    };
    let mut found = whole_file();
    fcntl(&file, FcntlArg::F_GETLK(&mut found))?;
    if libc::c_int::from(found.l_type) == libc::F_UNLCK {
        Ok(None)
    } else if found.l_pid > 0 {
        Ok(Some(Pid::from_raw(found.l_pid)))
    } else {
        Err(io::Error::other(
            "it runs in another container or on another machine",
        ))
    }
}

/// Which file it is, whatever it is called.
fn identity(file: &File) -> Option<FileId> {
    file.metadata().ok().as_ref().map(FileId::from)
}

/// Whether `error` says that there is no such file: also where `logs` is a file itself.
fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Neither a link is followed nor a FIFO waited for.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.custom_flags((OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits());
    options
}

/// A lock that nobody can share, from the first byte to the end, wherever that will be.
fn whole_file() -> flock {
    flock {
        l_type: libc::F_WRLCK as _,
        l_whence: libc::SEEK_SET as _,
        l_start: 0,
        l_len: 0,
        l_pid: 0,
    }
}
