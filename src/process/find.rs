//! Which process is this directory's service.
//!
//! Serves *to kill a process you should find its process id*. A search for `backup_service` in the
//! output of `ps` finds too much: an editor with that file open, another directory's service, the
//! search itself. The lock says who it is; the process list only has to agree.
//!
//! In production: `systemctl show --property MainPID`.

use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use nix::unistd::Pid;

use super::list::{self, Process};
use super::lock;

/// The name of the service's program.
pub const SERVICE: &str = "backup_service";

/// The process that serves `dir`: it holds the lock, and the process list knows it as
/// `backup_service`.
///
/// # Errors
/// What the system answers; and a lock held by another program than `backup_service`.
pub fn serving(dir: &Path) -> io::Result<Option<Pid>> {
    let Some(owner) = lock::owner(dir)? else {
        return Ok(None);
    };
    match list::find(owner)? {
        Some(process) if process.name() == SERVICE => Ok(Some(owner)),
        Some(_) => Err(io::Error::other(format!(
            "process {owner} holds {}/{} and is not {SERVICE}",
            crate::log_file::DIRECTORY,
            lock::NAME
        ))),
        // It ended between the two questions.
        None => Ok(None),
    }
}

/// The services of `dir` whose lock's file was removed (with `logs`, as a rule): they run, and
/// nobody finds them by the lock. Linux only; elsewhere they notice it themselves at their next
/// wake.
///
/// # Errors
/// What the system answers if processes cannot be listed.
pub fn orphans(dir: &Path) -> io::Result<Vec<Pid>> {
    let is_orphan = |process: &Process| {
        process.name() == SERVICE && works_in(process.pid, dir) && holds_removed_lock(process.pid)
    };
    Ok(list::all()?
        .iter()
        .filter(|process| is_orphan(process))
        .map(|process| process.pid)
        .collect())
}

/// Whether `dir` is the current directory of `pid`.
fn works_in(pid: Pid, dir: &Path) -> bool {
    fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == dir)
}

/// Whether `pid` has a lock's file open that is no longer there: proc(5) adds ` (deleted)`.
fn holds_removed_lock(pid: Pid) -> bool {
    let removed = format!("/{} (deleted)", lock::NAME);
    let Ok(descriptors) = fs::read_dir(format!("/proc/{pid}/fd")) else {
        return false;
    };
    descriptors
        .flatten()
        .filter_map(|descriptor| fs::read_link(descriptor.path()).ok())
        .any(|file| file.as_os_str().as_bytes().ends_with(removed.as_bytes()))
}
