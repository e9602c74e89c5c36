//! A schedule, parsed from its line `path;hh:mm;name`.
//!
//! Exercise, `format-1`, `create-2`: a schedule is `path_to_save;hh:mm;backup_name`; a malformed
//! one is refused.
//! Python: `line.split(";")`.
//! In production: a format with quoting (TOML, JSON), so that a path may contain a `;`.
//!
//! Make a [`Schedule`] only by parsing: then its line was valid (an *invariant*), and no other module
//! checks it again ("parse, don't validate"). Private fields would let the compiler enforce this.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use chrono::NaiveTime;

/// The longest backup name, in bytes. With `.tar` it is still a file name on all common file
/// systems (`NAME_MAX` of Linux is 255).
pub const MAX_NAME_LENGTH: usize = 250;

/// A directory (or file) that is saved every day at one time under one name.
///
/// ```
/// use backup::schedule::Schedule;
///
/// let schedule: Schedule = "photos;16:07;my_photos".parse().unwrap();
/// assert_eq!(schedule.name, "my_photos");
/// assert_eq!(schedule.to_string(), "photos;16:07;my_photos");
///
/// let malformed = "photos;16:7;my_photos".parse::<Schedule>().unwrap_err();
/// assert_eq!(malformed.to_string(), "the time must be hh:mm, from 00:00 to 23:59");
/// ```
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

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Malformed {}

impl FromStr for Schedule {
    type Err = Malformed;

    fn from_str(line: &str) -> Result<Schedule, Malformed> {
        if line.contains(char::is_control) {
            return Err(Malformed("control characters are not allowed"));
        }
        // `schedule_file::read` puts this character in place of bytes that are not UTF-8. We would
        // save another path, or under another name.
        if line.contains(char::REPLACEMENT_CHARACTER) {
            return Err(Malformed("it is not UTF-8"));
        }
        // In the first line it would become the byte-order mark of the file.
        if line.starts_with('\u{feff}') {
            return Err(Malformed("it begins with a byte-order mark"));
        }
        let fields: Vec<&str> = line.split(';').collect();
        let [path, time, name] = fields[..] else {
            return Err(Malformed("expected path;hh:mm;name"));
        };
        if path.is_empty() {
            return Err(Malformed("the path is empty"));
        }
        Ok(Schedule {
            path: path.into(),
            time: parse_time(time)?,
            name: parse_name(name)?,
        })
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        write!(f, "{path};{};{}", self.time.format("%H:%M"), self.name)
    }
}

/// `hh:mm`. chrono also accepts `16:7` and ` 6:07`, so compare the time with what was written.
fn parse_time(text: &str) -> Result<NaiveTime, Malformed> {
    NaiveTime::parse_from_str(text, "%H:%M")
        .ok()
        .filter(|time| time.format("%H:%M").to_string() == text)
        .ok_or(Malformed("the time must be hh:mm, from 00:00 to 23:59"))
}

/// A name that stays inside `./backups`.
fn parse_name(text: &str) -> Result<String, Malformed> {
    match text {
        "" => Err(Malformed("the name is empty")),
        "." | ".." => Err(Malformed("the name must not be . or ..")),
        _ if text.contains('/') => Err(Malformed("the name must not contain /")),
        _ if text.len() > MAX_NAME_LENGTH => Err(Malformed("the name is longer than 250 bytes")),
        _ => Ok(text.to_owned()),
    }
}
