//! Finds the process that is this directory's service.
//!
//! Exercise, `stop-3`: to kill a process, find its process id.
//! Python: search the output of `ps -A -f` for `backup_service`. That also finds an editor with a
//! file of that name, the service of another directory, and the search itself. Here the lock says
//! which process it is, and the process list only confirms it.
//! In production: `systemctl show --property MainPID`.

use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use nix::sys::signal::Signal;
use nix::unistd::Pid;

use super::lock;
use super::table::{self, Process};
use crate::file_id::FileId;
use crate::layout;

/// The state of a directory's service, according to the lock and the process list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceState {
    /// No process holds the lock.
    NotRunning,
    /// This process holds the lock, and the process list confirms that it is the service.
    Running(Process),
    /// This process holds the lock, but the process list does not show it, for the reason given.
    Hidden(Pid, String),
    /// This process was killed, and holds the lock until the kernel has closed its files.
    Ending(Pid),
}

/// The state of the service of `dir`, now.
///
/// # Errors
/// If the lock file cannot be opened. If another program than `backup_service` holds the lock, or
/// the service of another directory: a copy made of hard links (`cp -l`) has the same lock file.
pub fn service_state(dir: &Path) -> io::Result<ServiceState> {
    let Some(owner) = lock::owner(dir)? else {
        return Ok(ServiceState::NotRunning);
    };
    Ok(match table::get(owner) {
        Err(reason) => ServiceState::Hidden(owner, reason.to_string()),
        Ok(Some(process)) if !is_ending(&process) => {
            confirm(&process, dir)?;
            ServiceState::Running(process)
        }
        Ok(_) => ServiceState::Ending(owner),
    })
}

/// Whether `process` was killed and has not ended yet: SIGKILL is pending, or the kernel has
/// already freed the memory of the process, with its arguments.
fn is_ending(process: &Process) -> bool {
    process.arguments.is_empty() || table::is_pending(process.pid, Signal::SIGKILL)
}

/// Returns an error if `process` is not the service of `dir`.
fn confirm(process: &Process, dir: &Path) -> io::Result<()> {
    let problem = if !process.runs(layout::SERVICE) {
        format!("is not {}", layout::SERVICE)
    } else if let (Some(its), Ok(this)) = (directory_of(process), FileId::of_path(dir))
        && its != this
    {
        "serves another directory".to_owned()
    } else {
        return Ok(());
    };
    Err(io::Error::other(format!(
        "process {} holds {}/{} and {problem}",
        process.pid,
        layout::LOGS,
        layout::LOCK
    )))
}

/// The running services of `dir` whose lock file was removed, or moved to another directory, usually
/// together with `logs`: [`service_state`] does not find them. Linux only; on other systems such a
/// service notices at its next check that its lock file is gone.
///
/// # Errors
/// If the processes cannot be listed: for example, too many files are open.
pub fn services_with_stale_lock(dir: &Path) -> io::Result<Vec<Process>> {
    if !table::has_proc() {
        return Ok(Vec::new());
    }
    let this = FileId::of_path(dir).ok();
    let mut services = table::all()?;
    services.retain(|process| {
        process.runs(layout::SERVICE)
            && this.is_some()
            && directory_of(process) == this
            && holds_stale_lock(process.pid, dir)
    });
    Ok(services)
}

/// The identity of the current directory of `process`, which stays the same when the directory is
/// renamed. `None` if there is no `/proc`, or if the process belongs to another user and we are not
/// root.
fn directory_of(process: &Process) -> Option<FileId> {
    FileId::of_path(Path::new(&format!("/proc/{}/cwd", process.pid))).ok()
}

/// Whether `pid` has a lock file open that is no longer the lock file of `dir`: it was removed,
/// moved, or replaced. To the name of a removed file `/proc` adds ` (deleted)` (proc(5)).
fn holds_stale_lock(pid: Pid, dir: &Path) -> bool {
    let Ok(descriptors) = fs::read_dir(format!("/proc/{pid}/fd")) else {
        return false;
    };
    let current = FileId::of_path(&layout::lock(dir)).ok();
    let is_lock = |descriptor: &Path| {
        fs::read_link(descriptor).is_ok_and(|file| {
            let name = file.file_name().unwrap_or_default().as_bytes();
            name.starts_with(layout::LOCK.as_bytes())
        })
    };
    descriptors
        .flatten()
        .map(|descriptor| descriptor.path())
        .any(|path| is_lock(&path) && FileId::of_path(&path).ok() != current)
}
