//! Caught by `zombie_has_ended`: it takes a process for alive as long as a signal can be sent to it.
//! Also fails: `another_process_with_the_same_process_id_gets_no_signal`,
//! `process_gets_sigterm_and_has_ended_on_return`, `process_that_ignores_sigterm_is_killed`,
//! `process_that_needs_a_moment_is_not_killed`.
//! Question: does a zombie accept a signal?

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{self, Signal};

use super::table::Process;

pub use backup::process::kill::*;

pub fn terminate(process: &Process, timeout: Duration) -> io::Result<()> {
    for request in [Signal::SIGTERM, Signal::SIGKILL] {
        let start = Instant::now();
        let mut sent = signal::kill(process.pid, request);
        while sent.is_ok() && start.elapsed() < timeout {
            thread::sleep(Duration::from_millis(2));
            sent = signal::kill(process.pid, None);
        }
        match sent {
            Ok(()) => {}
            Err(Errno::ESRCH) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
    Err(io::ErrorKind::TimedOut.into())
}
