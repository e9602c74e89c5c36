//! Caught by `a_process_is_asked_to_end_and_gone_on_return`: it waits for all of its patience, whatever happens.

use std::io;
use std::thread;
use std::time::Duration;

use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;

use super::table;

pub use backup::process::kill::*;

pub fn end(pid: Pid, patience: Duration) -> io::Result<()> {
    let is_there = || Ok::<bool, io::Error>(table::get(pid)?.is_some());
    if is_there()? {
        signal::kill(pid, Signal::SIGTERM)?;
        thread::sleep(patience);
    }
    while is_there()? {
        let _ = signal::kill(pid, Signal::SIGKILL);
        thread::sleep(LOOK_AGAIN);
    }
    Ok(())
}
