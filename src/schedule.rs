//! One schedule: `path_to_save;hh:mm;backup_name`.
//!
//! Serves *The format of the schedules is `path_to_save;time(hh:mm);backup_name`*. The Python
//! idea is `line.split(";")`; here the line becomes a value that cannot be wrong, once, where it
//! comes in, and nobody downstream checks it again ("parse, don't validate").
//!
//! In production: a format with quoting (TOML, JSON), so that a path may hold a `;`.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use chrono::NaiveTime;

/// The longest backup name, in bytes: with `.tar` it still is a file name on every common file
/// system (`NAME_MAX` is 255, POSIX `<limits.h>`).
pub const LONGEST_NAME: usize = 250;

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
        // What `schedule_file::read` makes of bytes that are no text: not the name that was meant.
        if line.contains(char::REPLACEMENT_CHARACTER) {
            return Err(Malformed("it is not UTF-8"));
        }
        // At the beginning of the file it would be taken for the file's.
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

/// Two digits, a colon, two digits: chrono alone would also take `16:7` and ` 6:07`.
fn parse_time(text: &str) -> Result<NaiveTime, Malformed> {
    let wrong = Malformed("the time must be hh:mm, from 00:00 to 23:59");
    let [
        h1 @ b'0'..=b'9',
        h0 @ b'0'..=b'9',
        b':',
        m1 @ b'0'..=b'9',
        m0 @ b'0'..=b'9',
    ] = *text.as_bytes()
    else {
        return Err(wrong);
    };
    let number = |tens: u8, ones: u8| u32::from(tens - b'0') * 10 + u32::from(ones - b'0');
    NaiveTime::from_hms_opt(number(h1, h0), number(m1, m0), 0).ok_or(wrong)
}

/// A name that stays inside `./backups`.
fn parse_name(text: &str) -> Result<String, Malformed> {
    match text {
        "" => Err(Malformed("the name is empty")),
        "." | ".." => Err(Malformed("the name must not be . or ..")),
        _ if text.contains('/') => Err(Malformed("the name must not contain /")),
        _ if text.len() > LONGEST_NAME => Err(Malformed("the name is longer than 250 bytes")),
        _ => Ok(text.to_owned()),
    }
}
