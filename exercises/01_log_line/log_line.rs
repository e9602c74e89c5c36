//! Task 01: one line of a log, `[dd/mm/yyyy hh:mm] message`.

use chrono::{DateTime, Local};

/// The log line for `message` at `now`, with its newline.
pub fn log_line(now: DateTime<Local>, message: &str) -> String {
    todo!("task 01: {message:?} as a log line of {now}")
}
