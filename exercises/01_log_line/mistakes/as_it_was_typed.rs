//! Caught by `a_message_cannot_forge_a_second_line`: the message goes into the log as it was typed.

use chrono::{DateTime, Local};

pub fn log_line(now: DateTime<Local>, message: &str) -> String {
    format!("[{}] {message}\n", now.format("%d/%m/%Y %H:%M"))
}
