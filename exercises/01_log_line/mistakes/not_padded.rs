//! Caught by `line_starts_with_day_month_year_hour_minute`: 06:07 becomes 6:7.
//! Also fails: `seconds_are_not_rounded`.
//! Question: how many digits does each number have when it is below ten?

use chrono::{DateTime, Datelike, Local, Timelike};

use crate::escape::escape;

pub fn log_line(now: DateTime<Local>, message: &str) -> String {
    let (day, month, year) = (now.day(), now.month(), now.year());
    let (hour, minute) = (now.hour(), now.minute());
    let message = escape(message);
    format!("[{day}/{month}/{year} {hour}:{minute}] {message}\n")
}
