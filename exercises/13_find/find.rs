//! Exercise 13: which process is this directory's service.

use std::io;
use std::path::Path;

use nix::unistd::Pid;

/// The process that serves `dir`: it holds the lock, the process list knows it as
/// `backup_service`, and it works in `dir` (Linux tells, in `/proc/PID/cwd`).
///
/// One that has been killed may hold the lock for another moment: that is waited for.
///
/// # Errors
/// What the system answers; and a lock held by another program than `backup_service` ("process 7
/// holds logs/.backup_service.lock and is not backup_service"), or by the service of another
/// directory ("... and serves another directory").
pub fn serving(dir: &Path) -> io::Result<Option<Pid>> {
    todo!("exercise 13: who serves {}", dir.display())
}

/// The services of `dir` whose lock's file was removed or moved away (with `logs`, as a rule): they
/// run, and nobody finds them by the lock. Linux only, where `/proc/PID/fd` tells which files a
/// process has open; elsewhere there are none.
///
/// # Errors
/// What the system answers if processes cannot be listed.
pub fn orphans(dir: &Path) -> io::Result<Vec<Pid>> {
    todo!(
        "exercise 13: who serves {} with a lock that is lost",
        dir.display()
    )
}
