//! Caught by `process_that_has_ended_is_no_error`: it returns an error if the process has ended already.
//! Question: is the user's wish fulfilled if the process has ended before?

use std::io;
use std::time::Duration;

use nix::sys::signal;

use super::table::Process;

pub use backup::process::kill::*;

pub fn terminate(process: &Process, timeout: Duration) -> io::Result<()> {
    signal::kill(process.pid, None)?;
    backup::process::kill::terminate(process, timeout)
}
