//! Exercise 14: ending a process, and waiting until it is gone.

use std::io;
use std::time::Duration;

use nix::unistd::Pid;

/// How long a service may take to end by itself: it is asked to do so within a second.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// How often to look whether the process is gone.
pub const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// Asks `pid` to end (SIGTERM), waits for it, and kills it (SIGKILL) after `patience`. Returns when
/// it is gone; a zombie is gone, and so is a process whose number was given to another meanwhile.
///
/// # Errors
/// What the system answers (`PermissionDenied` for another user's process), or `TimedOut` if it
/// outlives SIGKILL by `patience` (a process that waits for a broken disk does).
pub fn end(pid: Pid, patience: Duration) -> io::Result<()> {
    todo!("exercise 14: process {pid} is gone, asked nicely for {patience:?}")
}
