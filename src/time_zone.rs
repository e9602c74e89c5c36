//! Whether chrono can interpret the environment variable `TZ`.
//!
//! Exercise, `time-1`: the hour and minute of a schedule are local time. If chrono cannot interpret
//! `TZ`, it silently uses the machine's zone or UTC, and backups would run hours off (promise T7).
//! Python: `time.tzset()`, which has the same trap, and `zoneinfo.ZoneInfo(name)`, which raises.

use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::ops::RangeInclusive;
use std::path::Path;

use chrono::{DateTime, Local};

/// The environment variable that names the time zone.
pub const ENV_VAR: &str = "TZ";

/// The directories in which chrono looks for the file of a zone.
const DIRECTORIES: [&str; 4] = [
    "/usr/share/zoneinfo",
    "/share/zoneinfo",
    "/etc/zoneinfo",
    "/usr/share/lib/zoneinfo",
];

/// A `TZ` that chrono cannot interpret.
#[derive(Debug, PartialEq, Eq)]
pub struct UnknownZone {
    value: OsString,
    used: String,
}

impl fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value.to_string_lossy();
        let used = &self.used;
        write!(
            f,
            "{ENV_VAR}={value} cannot be interpreted; the times of the schedules are those of UTC{used}"
        )
    }
}

impl Error for UnknownZone {}

/// Checks `value`, the content of `TZ`; `now` is the local time by chrono.
///
/// # Errors
/// If chrono cannot interpret `value`, and uses another zone.
pub fn check(value: Option<&OsStr>, now: DateTime<Local>) -> Result<(), UnknownZone> {
    match value {
        Some(value) if !value.to_str().is_some_and(is_known) => Err(UnknownZone {
            value: value.to_owned(),
            used: now.format("%:z").to_string(),
        }),
        _ => Ok(()),
    }
}

/// Whether `tz` is empty (UTC), names a zone's file, or is a rule of POSIX such as `CET-1`.
fn is_known(tz: &str) -> bool {
    match tz.strip_prefix(':') {
        Some(name) => is_zone_file(name),
        None => tz.is_empty() || tz == "localtime" || is_zone_file(tz) || is_rule(tz.trim_ascii()),
    }
}

fn is_zone_file(name: &str) -> bool {
    let starts_with_magic = |path: &Path| {
        let mut magic = [0; 4];
        File::open(path)
            .and_then(|mut file| file.read_exact(&mut magic))
            .is_ok_and(|()| magic == *b"TZif")
    };
    // `join` of an absolute path is that path.
    DIRECTORIES
        .iter()
        .any(|directory| starts_with_magic(&Path::new(directory).join(name)))
}

/// Whether `text` is a rule as chrono reads it: `CET-1`, or `CET-1CEST,M3.5.0,M10.5.0/3`. It reads
/// less than POSIX and glibc allow: a daylight saving time needs both of its dates, and their times
/// are from 0 to 24 hours.
fn is_rule(text: &str) -> bool {
    parse_rule(text).is_some_and(str::is_empty)
}

// Each of these returns the rest of `text` after the part that it is named for.

fn parse_rule(text: &str) -> Option<&str> {
    let rest = parse_offset(parse_name(text)?)?;
    if rest.is_empty() {
        return Some(rest);
    }
    let rest = parse_name(rest)?;
    let rest = if rest.starts_with(',') {
        rest
    } else {
        parse_offset(rest)?
    };
    let rest = parse_change(rest.strip_prefix(',')?)?;
    parse_change(rest.strip_prefix(',')?)
}

/// `CET`, or `<+0530>`: three to seven characters.
fn parse_name(text: &str) -> Option<&str> {
    let (name, rest) = match text.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>')?,
        None => {
            let is_letter = |c: char| c.is_ascii_alphabetic();
            text.split_at(text.find(|c| !is_letter(c)).unwrap_or(text.len()))
        }
    };
    let is_valid = |c: char| c.is_ascii_alphanumeric() || c == '+' || c == '-';
    ((3..=7).contains(&name.len()) && name.chars().all(is_valid)).then_some(rest)
}

/// `-5:30`.
fn parse_offset(text: &str) -> Option<&str> {
    parse_time(text.strip_prefix(['+', '-']).unwrap_or(text), 0..=23)
}

/// `2`, `2:30` or `2:30:15`.
fn parse_time(text: &str, hours: RangeInclusive<u32>) -> Option<&str> {
    let mut rest = parse_number(text, hours)?;
    for _ in 0..2 {
        if let Some(part) = rest.strip_prefix(':') {
            rest = parse_number(part, 0..=59)?;
        }
    }
    Some(rest)
}

/// `M10.5.0` (month, week, weekday), `J60` or `59` (day of the year), each with or without `/3`.
fn parse_change(text: &str) -> Option<&str> {
    let rest = if let Some(month) = text.strip_prefix('M') {
        let week = parse_number(month, 1..=12)?.strip_prefix('.')?;
        let weekday = parse_number(week, 1..=5)?.strip_prefix('.')?;
        parse_number(weekday, 0..=6)?
    } else if let Some(day) = text.strip_prefix('J') {
        parse_number(day, 1..=365)?
    } else {
        parse_number(text, 0..=365)?
    };
    match rest.strip_prefix('/') {
        Some(time) => parse_time(time, 0..=24),
        None => Some(rest),
    }
}

fn parse_number(text: &str, range: RangeInclusive<u32>) -> Option<&str> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    range.contains(&digits.parse().ok()?).then_some(rest)
}
