//! Caught by `process_that_ignores_sigterm_is_killed`: after the timeout it returns an error, and the process still runs.
//! Also fails: `another_process_with_the_same_process_id_gets_no_signal`.
//! Question: what do you do with a process that ignores SIGTERM?

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{self, Signal};

use super::table::{self, Process};

pub use backup::process::kill::*;

pub fn terminate(process: &Process, timeout: Duration) -> io::Result<()> {
    let _ = signal::kill(process.pid, Signal::SIGTERM);
    let start = Instant::now();
    while table::get(process.pid)?.is_some() {
        if start.elapsed() > timeout {
            return Err(io::ErrorKind::TimedOut.into());
        }
        thread::sleep(Duration::from_millis(2));
    }
    Ok(())
}
