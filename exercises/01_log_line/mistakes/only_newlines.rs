//! Caught by `message_cannot_control_terminal`: only newlines are escaped.
//! Question: which other characters does a terminal obey?

use chrono::{DateTime, Local};

pub fn log_line(now: DateTime<Local>, message: &str) -> String {
    let message = message.replace('\n', "\\n");
    format!("[{}] {message}\n", now.format("%d/%m/%Y %H:%M"))
}
