//! Caught by `process_gets_sigterm_and_has_ended_on_return`: it waits for the whole timeout, also if the process has ended at once.
//! Also fails: `another_process_with_the_same_process_id_gets_no_signal`.
//! Question: how soon do you notice that the process has ended?

use std::io;
use std::thread;
use std::time::Duration;

use nix::sys::signal::{self, Signal};

use super::table::{self, Process};

pub use backup::process::kill::*;

pub fn terminate(process: &Process, timeout: Duration) -> io::Result<()> {
    let is_running = || Ok::<bool, io::Error>(table::get(process.pid)?.is_some());
    if is_running()? {
        signal::kill(process.pid, Signal::SIGTERM)?;
        thread::sleep(timeout);
    }
    while is_running()? {
        let _ = signal::kill(process.pid, Signal::SIGKILL);
        thread::sleep(Duration::from_millis(2));
    }
    Ok(())
}
