//! Caught by `one_that_takes_a_moment_is_waited_for_and_not_killed`: the signal is sent, and nobody waits.

use std::io;
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;

pub use backup::process::kill::*;

pub fn end(pid: Pid, _patience: Duration) -> io::Result<()> {
    match signal::kill(pid, Signal::SIGTERM) {
        Ok(()) | Err(Errno::ESRCH) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
