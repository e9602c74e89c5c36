//! Runs the tests at each save.

use std::io::{self, IsTerminal};
use std::thread;
use std::time::Duration;

use crate::error::Error;
use crate::explain;
use crate::output::{is_terminal, say};
use crate::project::fingerprint;
use crate::task::Task;

/// How often to look whether a file was saved.
const POLL_INTERVAL: Duration = Duration::from_millis(300);

/// Tests `task` now and each time one of its files is saved, until Ctrl-C.
///
/// # Errors
/// If the tests cannot be run.
pub fn run(task: &Task, filter: Option<&str>) -> Result<(), Error> {
    loop {
        // An editor may be replacing a file just now: then the fingerprint is unknown.
        let tested = fingerprint(task).ok();
        // Clears the screen and goes to its top left corner (ECMA-48).
        if is_terminal() && io::stderr().is_terminal() {
            say!("\x1b[2J\x1b[H");
        }
        explain::run(task, filter)?;
        say!("\nWaiting for the next save. Press Ctrl-C to stop.");
        while fingerprint(task).ok() == tested {
            thread::sleep(POLL_INTERVAL);
        }
    }
}
