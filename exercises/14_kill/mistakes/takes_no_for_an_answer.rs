//! Caught by `one_that_does_not_answer_is_killed`: when the time is up, that is an error, and the process lives.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;

use super::table;

pub use backup::process::kill::*;

pub fn end(pid: Pid, patience: Duration) -> io::Result<()> {
    let _ = signal::kill(pid, Signal::SIGTERM);
    let since = Instant::now();
    while table::get(pid)?.is_some() {
        if since.elapsed() > patience {
            return Err(io::ErrorKind::TimedOut.into());
        }
        thread::sleep(LOOK_AGAIN);
    }
    Ok(())
}
