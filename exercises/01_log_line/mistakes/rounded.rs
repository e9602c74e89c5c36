//! Caught by `seconds_are_cut_and_not_rounded`: half a minute is added.

use chrono::{DateTime, Local, TimeDelta};

use crate::escape::escape;

pub fn log_line(now: DateTime<Local>, message: &str) -> String {
    let nearest = now + TimeDelta::seconds(30);
    let message = escape(message);
    format!("[{}] {message}\n", nearest.format("%d/%m/%Y %H:%M"))
}
