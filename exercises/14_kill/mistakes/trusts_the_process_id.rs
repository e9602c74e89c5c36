//! Caught by `another_process_with_the_same_process_id_gets_no_signal`: it compares the process id, and not the start time.
//! Question: who has the process id of a process that has ended?

use std::io;
use std::time::Duration;

use super::table::{self, Process};

pub use backup::process::kill::*;

pub fn terminate(process: &Process, timeout: Duration) -> io::Result<()> {
    match table::get(process.pid)? {
        Some(process) => backup::process::kill::terminate(&process, timeout),
        None => Ok(()),
    }
}
