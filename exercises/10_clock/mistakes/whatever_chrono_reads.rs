//! Caught by `anything_but_a_time_is_refused`: `1:7` or second 60 is accepted.
//! Question: how many digits must each number of the variable have?

use std::ffi::OsStr;

use chrono::{DateTime, Local, NaiveDateTime};

pub use backup::clock::*;

pub fn from_env(value: Option<&OsStr>) -> Result<Box<dyn Clock>, InvalidClock> {
    let text = value.unwrap_or_default().to_string_lossy();
    if text.is_empty() {
        return Ok(Box::new(SystemClock));
    }
    let (from, end) = text.split_once("..").unwrap_or((&text, &text));
    let (from, end) = (local_time(from)?, local_time(end)?);
    if end < from {
        return Err(InvalidClock::EndsBeforeItBegins(text.into_owned()));
    }
    Ok(Box::new(FakeClock::new(from, end)))
}

fn local_time(text: &str) -> Result<DateTime<Local>, InvalidClock> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"))
        .ok()
        .and_then(|time| time.and_local_timezone(Local).earliest())
        .ok_or(InvalidClock::Format(text.to_owned()))
}
