//! One line of a log: `[dd/mm/yyyy hh:mm] message`.
//!
//! Serves *start with a timestamp and try to be as specific as you can*: Python's
//! `datetime.now().strftime("[%d/%m/%Y %H:%M] ")`. What the message quotes cannot break the line.
//!
//! In production: ISO 8601 with seconds and offset, so that lines sort and an autumn night's
//! double hour stays readable.

use chrono::{DateTime, Local};

use crate::escape::escape;

/// `message` as a log line of the minute `now`, its newline included.
pub fn log_line(now: DateTime<Local>, message: &str) -> String {
    format!("[{}] {}\n", now.format("%d/%m/%Y %H:%M"), escape(message))
}
