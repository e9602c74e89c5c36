//! The two logs, `./logs/backup_manager.log` and `./logs/backup_service.log`.
//!
//! Serves *All actions and errors should be logged into a specific file*: Python's
//! `with open(path, "a") as log: log.write(line)`, and why `"a"`: the kernel puts each write of a
//! file opened for appending at its end, so that two programs that log at once lose nothing.
//!
//! In production: syslog or journald, which also rotate.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use nix::fcntl::OFlag;

use crate::clock::Clock;
use crate::layout;
use crate::log_line::log_line;

/// Opens `dir/logs/name` for appending; makes what is missing.
///
/// # Errors
/// What the system answers, with the file's name. A symbolic link is not followed (it could lead
/// a privileged writer anywhere), and a FIFO is an error rather than a wait for its reader.
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

/// Appends `message` to `dir/logs/name`, stamped with the time of `clock`, in one write: a line is
/// whole or absent, and never mixed with another. The file is opened anew for each line, so that
/// it may be moved away (rotated) at any time.
///
/// # Errors
/// As [`open`], and a write that fails; a part of a line for which the disk had room is taken back.
pub fn append(dir: &Path, name: &str, clock: &dyn Clock, message: &str) -> io::Result<()> {
    let mut log = open(dir, name)?;
    let line = log_line(clock.now(), message);
    let written = log.write(line.as_bytes())?;
    if written == line.len() {
        return Ok(());
    }
    // Unless another program has added to it: whole lines of others come before half of ours.
    let end = log.stream_position()?;
    if log.metadata()?.len() == end {
        log.set_len(end - written as u64)?;
    }
    Err(io::Error::new(
        ErrorKind::StorageFull,
        format!("{}/{name}: no room for a line", layout::LOGS),
    ))
}
