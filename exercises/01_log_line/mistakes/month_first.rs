//! Caught by `a_line_begins_with_day_month_year_hour_minute`: the month comes before the day.

use chrono::{DateTime, Local};

use crate::escape::escape;

pub fn log_line(now: DateTime<Local>, message: &str) -> String {
    format!("[{}] {}\n", now.format("%m/%d/%Y %H:%M"), escape(message))
}
