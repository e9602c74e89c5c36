//! Caught by `one_that_somebody_else_has_started_is_waited_for_too`: `waitpid`, which knows the caller's children only.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{self, Signal};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

pub use backup::process::kill::*;

pub fn end(pid: Pid, patience: Duration) -> io::Result<()> {
    signal::kill(pid, Signal::SIGTERM)?;
    let since = Instant::now();
    while since.elapsed() < patience {
        if waitpid(pid, Some(WaitPidFlag::WNOHANG))? != WaitStatus::StillAlive {
            return Ok(());
        }
        thread::sleep(LOOK_AGAIN);
    }
    signal::kill(pid, Signal::SIGKILL)?;
    waitpid(pid, None)?;
    Ok(())
}
