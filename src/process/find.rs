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
use std::thread;
use std::time::Instant;

use nix::sys::signal::Signal;
use nix::unistd::Pid;

use super::table::{self, Process};
use super::{kill, lock};
use crate::file_id::FileId;
use crate::layout;

/// The process that serves `dir`: it holds the lock, the process list knows it as
/// `backup_service`, and it works in `dir`. One that is ending is waited for, at most 10 seconds.
///
/// # Errors
/// What the system answers; an owner that does not end; and a lock held by another program than
/// `backup_service`, or by the service of another directory (a copy made of hard links, as `cp -l`
/// makes it, shares the lock's file with its original).
pub fn serving(dir: &Path) -> io::Result<Option<Pid>> {
    let since = Instant::now();
    while let Some(owner) = lock::owner(dir)? {
        match table::get(owner)? {
            Some(process) if !is_ending(&process) => return confirm(&process, dir).map(Some),
            // Until the kernel has closed its files, it holds the lock.
            _ if since.elapsed() < kill::PATIENCE => thread::sleep(kill::LOOK_AGAIN),
            _ => return Err(held_by(owner, "does not end")),
        }
    }
    Ok(None)
}

/// Whether `process` is on its way out: killed, or with its arguments gone, like all its memory.
fn is_ending(process: &Process) -> bool {
    process.arguments.is_empty() || table::is_pending(process.pid, Signal::SIGKILL)
}

/// The process id of `process`, if it is the service of `dir`.
fn confirm(process: &Process, dir: &Path) -> io::Result<Pid> {
    if process.name() != layout::SERVICE {
        return Err(held_by(process.pid, &format!("is not {}", layout::SERVICE)));
    }
    match (directory_of(process.pid), identity(dir)) {
        (Some(its), Some(here)) if its != here => {
            Err(held_by(process.pid, "serves another directory"))
        }
        _ => Ok(process.pid),
    }
}

fn held_by(pid: Pid, but: &str) -> io::Error {
    let logs = layout::LOGS;
    io::Error::other(format!(
        "process {pid} holds {logs}/{} and {but}",
        layout::LOCK
    ))
}

/// The services of `dir` whose lock's file was removed or moved away (with `logs`, as a rule): they
/// run, and nobody finds them by the lock. Linux only; elsewhere they notice it themselves at their
/// next wake.
///
/// # Errors
/// What the system answers if processes cannot be listed.
pub fn orphans(dir: &Path) -> io::Result<Vec<Pid>> {
    let here = identity(dir);
    let is_orphan = |process: &Process| {
        process.name() == layout::SERVICE
            && here.is_some()
            && directory_of(process.pid) == here
            && holds_stray_lock(process.pid, dir)
    };
    Ok(table::all()?
        .iter()
        .filter(|process| is_orphan(process))
        .map(|process| process.pid)
        .collect())
}

/// The current directory of `pid`, where the system tells (Linux, and only its user or root).
fn directory_of(pid: Pid) -> Option<FileId> {
    identity(Path::new(&format!("/proc/{pid}/cwd")))
}

/// What stays the same when a directory is renamed, or reached by another path.
fn identity(dir: &Path) -> Option<FileId> {
    FileId::of_path(dir).ok()
}

/// Whether `pid` has a lock's file open that is not the one of `dir` any more: it was removed
/// (proc(5) adds ` (deleted)` to its name), moved, or replaced.
fn holds_stray_lock(pid: Pid, dir: &Path) -> bool {
    let Ok(descriptors) = fs::read_dir(format!("/proc/{pid}/fd")) else {
        return false;
    };
    let is_lock = |descriptor: &Path| {
        fs::read_link(descriptor).is_ok_and(|file| {
            let name = file.file_name().unwrap_or_default().as_bytes();
            name.starts_with(layout::LOCK.as_bytes())
        })
    };
    descriptors
        .flatten()
        .map(|descriptor| descriptor.path())
        .any(|path| is_lock(&path) && identity(&path) != identity(&layout::lock(dir)))
}
