//! Caught by `process_that_needs_a_moment_is_not_killed`: it sends the signal, and does not wait.
//! Also fails: `another_process_with_the_same_process_id_gets_no_signal`,
//! `process_gets_sigterm_and_has_ended_on_return`, `process_of_another_parent_is_waited_for`,
//! `process_that_ignores_sigterm_is_killed`.
//! Question: what do you know when `kill` has returned?

use std::io;
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::signal::{self, Signal};

use super::table::Process;

pub use backup::process::kill::*;

pub fn terminate(process: &Process, _timeout: Duration) -> io::Result<()> {
    match signal::kill(process.pid, Signal::SIGTERM) {
        Ok(()) | Err(Errno::ESRCH) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
