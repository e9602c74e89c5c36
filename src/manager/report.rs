//! Reports what an instruction did: in the log, on the terminal and in the exit status.
//!
//! Exercise, `logs-1`, `logs-2`, `errors-1`: log all actions and errors in
//! `logs/backup_manager.log`.
//! Python: `except Exception as error:` around `main()`, with `logging.error` and `sys.exit(1)`.

use std::path::Path;

use crate::clock::Clock;
use crate::layout;
use crate::log_file;
use crate::outcome::{Failure, Outcome};
use crate::terminal::{print_to_stderr, print_to_stdout};

/// Logs `outcome` in the log of `dir`, prints its output, its warnings or its error, and returns
/// the exit status.
///
/// If the log or the output cannot be written, the exit status and a line on standard error say so.
pub fn report(dir: &Path, clock: &dyn Clock, outcome: &Outcome) -> u8 {
    let (line, output, mut status) = match outcome {
        Ok(done) => {
            for warning in &done.warnings {
                print_to_stderr(&format!("warning: {warning}"));
            }
            (done.logged.clone(), done.output.as_str(), 0)
        }
        Err(failure) => {
            print_to_stderr(&failure.to_string());
            (format!("Error: {}", failure.what), "", failure.status)
        }
    };
    if let Err(error) = log_file::append(dir, layout::MANAGER_LOG, clock, &line) {
        print_to_stderr(&format!("{line}, but can't write the log ({error})"));
        status = status.max(Failure::ERROR);
    }
    if let Err(error) = print_to_stdout(output) {
        print_to_stderr(&format!("{line}, but can't print ({error})"));
        status = status.max(Failure::ERROR);
    }
    status
}
