//! What an instruction came to: done, or failed, in the words that the log and the terminal show.
//!
//! Serves *use `try` and `except` to handle errors*: in Rust an error is a value that a function
//! returns, and the one place that reports it is `manager::report`.
//!
//! In production: the same, with an error type of its own for each cause a caller may act on.

use std::error::Error;
use std::fmt;

/// What an instruction returns.
pub type Outcome = Result<Done, Failure>;

/// An instruction that did what it says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// What it prints: nothing, or whole lines.
    pub output: String,
    /// Its line in the log.
    pub logged: String,
    /// What the user should know all the same.
    pub warning: Option<String>,
}

impl Done {
    /// Done, with `logged` as the line in the log and nothing more to say.
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
    /// What failed, as the spec words it; in the log it follows `Error: `.
    pub what: String,
    /// Why, or what to do about it; for the terminal.
    pub advice: String,
    /// The exit status: [`Failure::USAGE`] or [`Failure::ERROR`].
    pub status: u8,
}

impl Failure {
    /// The exit status of an instruction that failed.
    pub const ERROR: u8 = 1;
    /// The exit status of a command line that is no instruction, as for the shell's own commands.
    pub const USAGE: u8 = 2;

    /// A failure of an instruction.
    pub fn new(what: impl Into<String>, advice: impl fmt::Display) -> Failure {
        Failure {
            what: what.into(),
            advice: advice.to_string(),
            status: Failure::ERROR,
        }
    }

    /// A command line that is no instruction.
    pub fn usage(what: impl Into<String>, advice: impl fmt::Display) -> Failure {
        Failure {
            status: Failure::USAGE,
            ..Failure::new(what, advice)
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.what, self.advice)
    }
}

impl Error for Failure {}
