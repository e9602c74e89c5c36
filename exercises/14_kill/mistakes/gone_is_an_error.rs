//! Caught by `one_that_is_gone_already_needs_nothing`: a process that is not there cannot be signalled, so that fails.

use std::io;
use std::time::Duration;

use nix::sys::signal;
use nix::unistd::Pid;

pub use backup::process::kill::*;

pub fn end(pid: Pid, patience: Duration) -> io::Result<()> {
    signal::kill(pid, None)?;
    backup::process::kill::end(pid, patience)
}
