//! Whether chrono can interpret the environment variable `TZ`.
//!
//! Exercise, `time-1`: the hour and minute of a schedule are local time. If chrono cannot interpret
//! `TZ`, it silently uses the machine's zone or UTC, and backups would run hours off.
//! Python: `time.tzset()`, which has the same trap, and `zoneinfo.ZoneInfo(name)`, which raises.

use std::ffi::OsStr;
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

/// The warning about `value`, the content of `TZ`, if chrono cannot interpret it and uses another
/// zone; `now` is the local time by chrono.
pub fn warning(value: Option<&OsStr>, now: DateTime<Local>) -> Option<String> {
    let unknown = value.filter(|value| !value.to_str().is_some_and(is_known))?;
    Some(format!(
        "{ENV_VAR}={} cannot be interpreted; the times of the schedules are those of UTC{}",
        unknown.to_string_lossy(),
        now.format("%:z")
    ))
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
    let fields: Vec<&str> = text.split(',').collect();
    match (&names_with_offsets(fields[0])[..], &fields[1..]) {
        ([standard], []) => is_name(standard.0) && is_offset(standard.1),
        ([standard, daylight], [begin, end]) => {
            (is_name(standard.0) && is_offset(standard.1))
                && (is_name(daylight.0) && (daylight.1.is_empty() || is_offset(daylight.1)))
                && (is_change(begin) && is_change(end))
        }
        _ => false,
    }
}

/// Splits `CET-1CEST` to `CET` with the offset `-1`, and `CEST` without an offset.
fn names_with_offsets(text: &str) -> Vec<(&str, &str)> {
    let mut zones = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end_of_name = match rest.strip_prefix('<') {
            Some(_) => rest.find('>').map(|at| at + 1),
            None => rest.find(|c: char| !c.is_ascii_alphabetic()),
        };
        let (name, after) = rest.split_at(end_of_name.unwrap_or(rest.len()));
        let next = after.find(|c: char| c == '<' || c.is_ascii_alphabetic());
        let (offset, after) = after.split_at(next.unwrap_or(after.len()));
        zones.push((name, offset));
        rest = after;
    }
    zones
}

/// `CET`, or `<+0530>`: three to seven characters.
fn is_name(text: &str) -> bool {
    let quoted = text
        .strip_prefix('<')
        .and_then(|text| text.strip_suffix('>'));
    let name = quoted.unwrap_or(text);
    let is_valid = |c: char| c.is_ascii_alphanumeric() || c == '+' || c == '-';
    (3..=7).contains(&name.len()) && name.chars().all(is_valid)
}

/// `-5:30`.
fn is_offset(text: &str) -> bool {
    is_time(text.strip_prefix(['+', '-']).unwrap_or(text), 0..=23)
}

/// `2`, `2:30` or `2:30:15`.
fn is_time(text: &str, hours: RangeInclusive<u32>) -> bool {
    let (hour, rest) = text.split_once(':').unwrap_or((text, "0"));
    is_number(hour, hours) && rest.splitn(2, ':').all(|part| is_number(part, 0..=59))
}

/// `M10.5.0` (month, week, weekday), `J60` or `59` (day of the year), each with or without `/3`.
fn is_change(text: &str) -> bool {
    let (day, time) = text.split_once('/').unwrap_or((text, "0"));
    let is_day = if let Some(parts) = day.strip_prefix('M') {
        let parts: Vec<&str> = parts.split('.').collect();
        matches!(parts[..], [month, week, weekday]
            if is_number(month, 1..=12) && is_number(week, 1..=5) && is_number(weekday, 0..=6))
    } else if let Some(day) = day.strip_prefix('J') {
        is_number(day, 1..=365)
    } else {
        is_number(day, 0..=365)
    };
    is_day && is_time(time, 0..=24)
}

fn is_number(text: &str, range: RangeInclusive<u32>) -> bool {
    let has_digits_only = text.bytes().all(|byte| byte.is_ascii_digit());
    has_digits_only && text.parse().is_ok_and(|number| range.contains(&number))
}
