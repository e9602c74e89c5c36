//! Caught by `a_message_cannot_write_over_another`: only newlines are escaped.
//! Question: which other characters does a terminal obey?

use chrono::{DateTime, Local};

pub fn log_line(now: DateTime<Local>, message: &str) -> String {
    let message = message.replace('\n', "\\n");
    format!("[{}] {message}\n", now.format("%d/%m/%Y %H:%M"))
}
