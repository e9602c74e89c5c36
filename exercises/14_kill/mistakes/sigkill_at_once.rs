//! Caught by `process_gets_sigterm_and_has_ended_on_return`: it sends SIGKILL at once, in the middle of whatever the process was doing.
//! Also fails: `another_process_with_the_same_process_id_gets_no_signal`,
//! `process_that_needs_a_moment_is_not_killed`.
//! Question: what can a process do on SIGTERM that it cannot do on SIGKILL?

use std::io;
use std::thread;
use std::time::Duration;

use nix::sys::signal::{self, Signal};

use super::table::{self, Process};

pub use backup::process::kill::*;

pub fn terminate(process: &Process, _timeout: Duration) -> io::Result<()> {
    while table::get(process.pid)?.is_some() {
        let _ = signal::kill(process.pid, Signal::SIGKILL);
        thread::sleep(Duration::from_millis(2));
    }
    Ok(())
}
