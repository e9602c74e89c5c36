//! Task 13: finding the process that is this directory's service.

use std::io;
use std::path::Path;

use nix::unistd::Pid;

use super::table::Process;

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

/// The state of the service of `dir`, now. The owner of the lock is the service if the process list
/// shows that it runs `backup_service`, and works in `dir` (on Linux: `/proc/PID/cwd`).
///
/// # Errors
/// If the lock file cannot be opened. If another program than `backup_service` holds the lock
/// ("process 7 holds logs/.backup_service.lock and is not backup_service"), or the service of another
/// directory ("... and serves another directory").
pub fn service_state(dir: &Path) -> io::Result<ServiceState> {
    todo!("task 13: the state of the service of {}", dir.display())
}

/// The services of `dir` whose lock file was removed or moved away, usually together with `logs`.
/// They run, and `service_state` does not find them. Linux only: `/proc/PID/fd` has the files that a
/// process has open. On other systems the result is empty.
///
/// # Errors
/// If the processes cannot be listed.
pub fn services_with_stale_lock(dir: &Path) -> io::Result<Vec<Process>> {
    todo!(
        "task 13: the services of {} with a stale lock",
        dir.display()
    )
}
