//! The result of an instruction: `Done`, or a `Failure` that says why and what to do about it.
//!
//! Exercise, `errors-1`: both programs catch their errors.
//! Python: an exception, caught in one place. In Rust an error is a value that a function returns.
//! The one place that reports it is `manager::report`.
//! In production: an error type with one variant per cause that a caller may act on.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};

use crate::escape::escape;
use crate::layout;

/// The result of an instruction.
pub type Outcome = Result<Done, Failure>;

/// An instruction that succeeded.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// The text for standard output: empty, or whole lines.
    pub output: String,
    /// The line for the log.
    pub logged: String,
    /// Warnings for the user, one line each. They are printed on standard error and not logged.
    pub warnings: Vec<String>,
}

impl Done {
    /// An instruction that logs `logged`, prints nothing and warns of nothing.
    pub fn new(logged: impl Into<String>) -> Done {
        Done {
            logged: logged.into(),
            ..Done::default()
        }
    }
}

/// An instruction that failed.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    /// The message of the exercise, which the log has after `Error: `.
    pub what: String,
    /// The reason, or what to do about it. It is for the terminal only.
    pub advice: String,
    /// The exit status: [`Failure::USAGE`] or [`Failure::ERROR`].
    pub status: u8,
}

impl Failure {
    /// The exit status of an instruction that failed.
    pub const ERROR: u8 = 1;
    /// The exit status of an invalid command line or `BACKUP_CLOCK`, as for the shell's own
    /// commands.
    pub const USAGE: u8 = 2;

    /// A failure of an instruction.
    pub fn new(what: impl Into<String>, advice: impl fmt::Display) -> Failure {
        Failure {
            what: what.into(),
            advice: escape(&advice.to_string()),
            status: Failure::ERROR,
        }
    }

    /// The failure to `action` ("read" or "change") the schedules file. Often there is none yet.
    pub fn of_schedules_file(action: &str, error: &io::Error) -> Failure {
        let file = layout::SCHEDULES;
        if error.kind() == ErrorKind::NotFound {
            Failure::new(
                format!("can't find {file}"),
                "run `backup_manager create \"path;hh:mm;name\"` first",
            )
        } else {
            Failure::new(format!("can't {action} {file}"), error)
        }
    }

    /// An invalid command line or `BACKUP_CLOCK`. The advice may have several lines.
    pub fn usage(what: impl Into<String>, advice: impl fmt::Display) -> Failure {
        Failure {
            what: what.into(),
            advice: advice.to_string(),
            status: Failure::USAGE,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = escape(&self.what);
        if self.advice.contains('\n') {
            write!(f, "{what}; {}", self.advice)
        } else {
            write!(f, "{what} ({})", self.advice)
        }
    }
}

impl Error for Failure {}
