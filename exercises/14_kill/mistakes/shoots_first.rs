//! Caught by `a_process_is_asked_to_end_and_gone_on_return`: SIGKILL at once, in the middle of whatever it did.

use std::io;
use std::thread;
use std::time::Duration;

use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;

use super::table;

pub use backup::process::kill::*;

pub fn end(pid: Pid, _patience: Duration) -> io::Result<()> {
    while table::get(pid)?.is_some() {
        let _ = signal::kill(pid, Signal::SIGKILL);
        thread::sleep(LOOK_AGAIN);
    }
    Ok(())
}
