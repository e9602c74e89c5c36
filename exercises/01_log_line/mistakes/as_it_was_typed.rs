//! Caught by `message_cannot_forge_second_line`: the message goes into the log exactly as it was typed.
//! Also fails: `message_cannot_control_terminal`.
//! Question: what becomes of a newline inside the message?

use chrono::{DateTime, Local};

pub fn log_line(now: DateTime<Local>, message: &str) -> String {
    format!("[{}] {message}\n", now.format("%d/%m/%Y %H:%M"))
}
