//! Task 14: terminating a process, and waiting until it has ended.

use std::io;
use std::time::Duration;

use super::table::Process;

/// How long a process may take to end after SIGTERM, and again after SIGKILL. The service needs a
/// second at most.
pub const STOP_TIMEOUT: Duration = Duration::from_secs(10);

/// Sends SIGTERM to `process`, and SIGKILL if it has not ended after `timeout`. Returns when it has
/// ended. A zombie has ended.
///
/// # Errors
/// `PermissionDenied` if the process belongs to another user; `TimedOut` if it has not ended
/// `timeout` after SIGKILL; or an error of `table::get`.
pub fn terminate(process: &Process, timeout: Duration) -> io::Result<()> {
    todo!("task 14: terminate {process:?} within {timeout:?}")
}
