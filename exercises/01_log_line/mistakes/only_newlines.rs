//! Caught by `a_message_cannot_write_over_another`: a newline is not the only character that steers.

use chrono::{DateTime, Local};

pub fn log_line(now: DateTime<Local>, message: &str) -> String {
    let message = message.replace('\n', "\\n");
    format!("[{}] {message}\n", now.format("%d/%m/%Y %H:%M"))
}
