//! Caught by `process_of_another_parent_is_waited_for`: it calls `waitpid`, which knows only the children of this process.
//! Also fails: `another_process_with_the_same_process_id_gets_no_signal`,
//! `process_gets_sigterm_and_has_ended_on_return`, `process_that_has_ended_is_no_error`,
//! `process_that_ignores_sigterm_is_killed`, `process_that_needs_a_moment_is_not_killed`.
//! Question: whose child is the service when `stop` runs?

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{self, Signal};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};

use super::table::Process;

pub use backup::process::kill::*;

pub fn terminate(process: &Process, timeout: Duration) -> io::Result<()> {
    let pid = process.pid;
    signal::kill(pid, Signal::SIGTERM)?;
    let start = Instant::now();
    while start.elapsed() < timeout {
        if waitpid(pid, Some(WaitPidFlag::WNOHANG))? != WaitStatus::StillAlive {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(2));
    }
    signal::kill(pid, Signal::SIGKILL)?;
    waitpid(pid, None)?;
    Ok(())
}
