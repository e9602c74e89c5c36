//! Caught by `line_starts_with_day_month_year_hour_minute`: the month comes before the day.
//! Also fails: `seconds_are_not_rounded`.
//! Question: which letter of `strftime` stands for the day, and which for the month?

use chrono::{DateTime, Local};

use crate::escape::escape;

pub fn log_line(now: DateTime<Local>, message: &str) -> String {
    format!("[{}] {}\n", now.format("%m/%d/%Y %H:%M"), escape(message))
}
