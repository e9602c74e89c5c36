//! Caught by `a_zombie_is_gone`: as long as a signal can be sent, it is held to be alive.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;

pub use backup::process::kill::*;

pub fn end(pid: Pid, patience: Duration) -> io::Result<()> {
    for request in [Signal::SIGTERM, Signal::SIGKILL] {
        let since = Instant::now();
        let mut sent = signal::kill(pid, request);
        while sent.is_ok() && since.elapsed() < patience {
            thread::sleep(LOOK_AGAIN);
            sent = signal::kill(pid, None);
        }
        match sent {
            Ok(()) => {}
            Err(Errno::ESRCH) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
    Err(io::ErrorKind::TimedOut.into())
}
