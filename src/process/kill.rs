//! Terminates a process, and waits until it has ended.
//!
//! Exercise, `stop-4`: call `os.kill`.
//! Python: `os.kill(pid, signal.SIGTERM)` returns at once. A signal is a request that the process
//! acts on later, so we wait until the process is gone before we say *stopped*.
//! In production: `systemctl stop`, which does the same; or a pidfd (Linux), a handle that stays on
//! one process even if its process id is given to another.

use std::io::{self, ErrorKind};
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::signal::{self, Signal};

use super::table::{self, Process};
use crate::wait::wait_for;

/// How long a process may take to end after SIGTERM, and again after SIGKILL. The service needs a
/// second, or longer if it waits for a slow disk.
pub const STOP_TIMEOUT: Duration = Duration::from_secs(10);

/// Sends SIGTERM to `process`, and SIGKILL if it has not ended after `timeout`. Returns when it has
/// ended. A zombie has ended.
///
/// # Errors
/// `PermissionDenied` if the process belongs to another user; `TimedOut` if it has not ended
/// `timeout` after SIGKILL, because it waits for a broken disk, for example; or an error of
/// [`table::get`].
pub fn terminate(process: &Process, timeout: Duration) -> io::Result<()> {
    let pid = process.pid;
    for request in [Signal::SIGTERM, Signal::SIGKILL] {
        // By now another process may have this process id. It may also get the id between this
        // check and the signal; only a pidfd excludes that.
        if !is_running(process)? {
            return Ok(());
        }
        match signal::kill(pid, request) {
            Ok(()) => {}
            Err(Errno::ESRCH) => return Ok(()),
            Err(Errno::EPERM) => {
                let message = format!("process {pid} belongs to another user");
                return Err(io::Error::new(ErrorKind::PermissionDenied, message));
            }
            Err(error) => return Err(error.into()),
        }
        let event = format!("process {pid} to end");
        let has_ended = || Ok((!is_running(process)?).then_some(()));
        match wait_for(&event, timeout, has_ended) {
            Err(error) if error.kind() == ErrorKind::TimedOut => {}
            result => return result,
        }
    }
    let message = format!("process {pid} has not ended after SIGKILL");
    Err(io::Error::new(ErrorKind::TimedOut, message))
}

/// Whether `process` still runs. Another process may have its process id, but not its start time.
fn is_running(process: &Process) -> io::Result<bool> {
    let found = table::get(process.pid)?;
    Ok(found.is_some_and(|found| found.started == process.started))
}
