//! Ending a process, and waiting until it is gone.
//!
//! Serves *and call `os.kill`*. A signal is a request that is carried out later, so `kill` alone
//! proves nothing; *stopped* is said when the process is no longer there.
//!
//! In production: `systemctl stop`, which asks, waits and kills in the same way; or a pidfd on
//! Linux, which cannot name a new process that was given the old one's number.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;

use super::table::{self, Process};

/// How long to wait for a process to end by itself. A service that is well needs a second at most.
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
    let Some(asked) = table::get(pid)? else {
        return Ok(());
    };
    for request in [Signal::SIGTERM, Signal::SIGKILL] {
        match signal::kill(pid, request) {
            Ok(()) => {}
            Err(Errno::ESRCH) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
        if is_gone_within(pid, &asked, patience)? {
            return Ok(());
        }
    }
    Err(io::Error::new(
        io::ErrorKind::TimedOut,
        format!("process {pid} does not end"),
    ))
}

/// Whether `pid` is no longer the process that was `asked`. Another one may have its number by now,
/// and must not be killed for it.
fn is_gone_within(pid: Pid, asked: &Process, patience: Duration) -> io::Result<bool> {
    let since = Instant::now();
    while table::get(pid)?.is_some_and(|found| found.started == asked.started) {
        if since.elapsed() > patience {
            return Ok(false);
        }
        thread::sleep(LOOK_AGAIN);
    }
    Ok(true)
}
