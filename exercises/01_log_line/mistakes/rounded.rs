//! Caught by `seconds_are_not_rounded`: the time is rounded to the nearest minute.
//! Also fails: `line_starts_with_day_month_year_hour_minute`.
//! Question: which minute does a clock without seconds show at 06:07:59?

use chrono::{DateTime, Local, TimeDelta};

use crate::escape::escape;

pub fn log_line(now: DateTime<Local>, message: &str) -> String {
    let nearest = now + TimeDelta::seconds(30);
    let message = escape(message);
    format!("[{}] {message}\n", nearest.format("%d/%m/%Y %H:%M"))
}
