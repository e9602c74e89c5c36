//! Exercise 03: one schedule, `path_to_save;hh:mm;backup_name`.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use chrono::NaiveTime;

/// The longest backup name, in bytes: with `.tar` it still is a file name on every common file
/// system (`NAME_MAX` is 255, POSIX `<limits.h>`).
pub const MAX_NAME_LENGTH: usize = 250;

/// A directory (or file) to save every day at one minute under one name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Schedule {
    /// What to save, as it was written: absolute, or relative to the service's directory.
    pub path: PathBuf,
    /// When: local time, whole minutes.
    pub time: NaiveTime,
    /// The archive is `backups/NAME.tar`. A plain file name, whatever was typed.
    pub name: String,
}

/// Why a line is no schedule, in words that complete "malformed schedule: LINE (...)".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed(&'static str);

/// The reason, as it was given.
impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        todo!("exercise 03: write {self:?} to the formatter {f:p}")
    }
}

impl Error for Malformed {}

impl FromStr for Schedule {
    type Err = Malformed;

    /// The schedule that `line` is.
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
        todo!("exercise 03: the schedule that {line:?} is, or why it is none")
    }
}

/// The line that it was made from.
impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        todo!("exercise 03: write {self:?} to the formatter {f:p}")
    }
}
