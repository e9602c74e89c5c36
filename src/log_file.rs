//! Appends lines to a log.
//!
//! Exercise, `logs-1`, `logs-2`, `logs-3`: all actions and errors go to `./logs/backup_manager.log`
//! and `./logs/backup_service.log`.
//! Python: `with open(path, "a") as log: log.write(line)`. The mode `"a"` matters: the kernel puts
//! each `write` at the end of the file, so that two programs can log at once.
//! In production: syslog or journald, which also rotate.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use nix::fcntl::OFlag;

use crate::clock::Clock;
use crate::layout;
use crate::log_line::log_line;

/// Opens `dir/logs/name` for appending. Creates the directory and the file if they are missing.
///
/// # Errors
/// If the directory or the file cannot be created or opened; the error names the file. A symbolic
/// link is an error: it could lead a program of root to any file. So is a FIFO without a reader,
/// which would block.
pub fn open(dir: &Path, name: &str) -> io::Result<File> {
    let logs = dir.join(layout::LOGS);
    fs::create_dir_all(&logs)
        .and_then(|()| {
            OpenOptions::new()
                .append(true)
                .create(true)
                .custom_flags((OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits())
                .open(logs.join(name))
        })
        .map_err(|error| io::Error::new(error.kind(), format!("{}/{name}: {error}", layout::LOGS)))
}

/// Appends `message` to `dir/logs/name`, after the time of `clock`, in one `write`: lines of
/// several programs do not mix. The file is opened for each line, so that it may be moved (*log
/// rotation*) at any time.
///
/// # Errors
/// The errors of [`open`]. If the line cannot be written: `StorageFull` if there was room for a part
/// of it, which is removed again.
pub fn append(dir: &Path, name: &str, clock: &dyn Clock, message: &str) -> io::Result<()> {
    let mut log = open(dir, name)?;
    let line = log_line(clock.now(), message);
    let written = log.write(line.as_bytes())?;
    if written == line.len() {
        return Ok(());
    }
    // Truncate our partial line, unless another process has appended after it.
    let end = log.stream_position()?;
    if log.metadata()?.len() == end {
        log.set_len(end - written as u64)?;
    }
    Err(io::Error::new(
        ErrorKind::StorageFull,
        format!("{}/{name}: no room for a line", layout::LOGS),
    ))
}
