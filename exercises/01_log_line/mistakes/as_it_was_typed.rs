//! Caught by `a_message_cannot_forge_a_second_line`: the message goes into the log exactly as it was typed.
//! Also fails: `a_message_cannot_write_over_another`.
//! Question: what becomes of a newline inside the message?

use chrono::{DateTime, Local};

pub fn log_line(now: DateTime<Local>, message: &str) -> String {
    format!("[{}] {message}\n", now.format("%d/%m/%Y %H:%M"))
}
