//! Serves *All actions and errors should be logged*, for the six instructions at once.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use crate::clock::Clock;
use crate::escape::escape;
use crate::layout;
use crate::log_file;
use crate::outcome::{Done, Failure, Outcome};

/// Tells what came of an instruction: in the log of `dir`, on standard output what it prints, on
/// standard error one line for what went wrong. Returns the exit status.
///
/// A log or an output that cannot be written is itself told on standard error, and in the status.
pub fn report(dir: &Path, clock: &dyn Clock, outcome: &Outcome) -> u8 {
    let log = |message: &str| {
        let logged = log_file::append(dir, layout::MANAGER_LOG, clock, message);
        logged.map_err(|error| Failure::new("can't write the log", error))
    };
    let told = match outcome {
        Ok(Done {
            output,
            logged,
            warning,
        }) => {
            if let Some(warning) = warning {
                tell(&format!("warning: {warning}"));
            }
            let log_warning = |warning| log(&format!("Warning: {warning}"));
            log(logged)
                .and(print(output))
                .and_then(|()| warning.iter().try_for_each(log_warning))
                .map_err(|failure| Failure {
                    what: format!("{logged}, but {}", failure.what),
                    ..failure
                })
        }
        Err(failure) => {
            tell(&failure.to_string());
            log(&format!("Error: {}", failure.what))
        }
    };
    if let Err(failure) = &told {
        tell(&failure.to_string());
    }
    match (outcome, told) {
        (Err(failure), _) => failure.status,
        (Ok(_), Err(failure)) => failure.status,
        (Ok(_), Ok(())) => 0,
    }
}

/// One line on standard error; there is nowhere to tell that it cannot be written.
fn tell(message: &str) {
    let _ = writeln!(io::stderr(), "backup_manager: {}", escape(message));
}

fn print(output: &str) -> Result<(), Failure> {
    match io::stdout().write_all(output.as_bytes()) {
        // Nobody reads on (`list | head`): that is no failure of ours.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::new("can't print", error))
        }
        _ => Ok(()),
    }
}
