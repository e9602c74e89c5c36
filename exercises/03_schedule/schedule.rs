//! Task 03: one schedule, `path_to_save;hh:mm;backup_name`.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use chrono::NaiveTime;

/// The longest backup name, in bytes. With `.tar` it is still a file name on all common file systems
/// (`NAME_MAX` of Linux is 255).
pub const MAX_NAME_LENGTH: usize = 250;

/// A directory (or file) that is saved every day at one time under one name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Schedule {
    /// The path to save: absolute, or relative to the service's directory.
    pub path: PathBuf,
    /// The local time of the backup, in whole minutes.
    pub time: NaiveTime,
    /// The archive is `backups/NAME.tar`: this is a plain file name, without `/`.
    pub name: String,
}

/// Why a line is not a schedule, in words that complete "malformed schedule: LINE (...)".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed(&'static str);

/// The reason.
impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        todo!("task 03: write {self:?} to the formatter {f:p}")
    }
}

impl Error for Malformed {}

impl FromStr for Schedule {
    type Err = Malformed;

    /// Parses `line`.
    ///
    /// # Errors
    /// The first of these that is true:
    ///
    /// - `control characters are not allowed`
    /// - `it is not UTF-8`: U+FFFD is somewhere in the line
    /// - `it begins with a byte-order mark`: U+FEFF
    /// - `expected path;hh:mm;name`: there are not three fields
    /// - `the path is empty`
    /// - `the time must be hh:mm, from 00:00 to 23:59`
    /// - `the name is empty`
    /// - `the name must not be . or ..`
    /// - `the name must not contain /`
    /// - `the name is longer than 250 bytes`
    fn from_str(line: &str) -> Result<Schedule, Malformed> {
        todo!("task 03: the schedule of {line:?}, or the reason to refuse it")
    }
}

/// The line from which it was parsed.
impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        todo!("task 03: write {self:?} to the formatter {f:p}")
    }
}
