//! Makes a line of the log.
//!
//! Exercise, `logs-4`, `logs-5`: a line begins with a timestamp, and should be specific.
//! Python: `datetime.now().strftime("[%d/%m/%Y %H:%M] ")`.
//! In production: ISO 8601 with seconds and UTC offset, so that lines sort, and the hour that comes
//! twice in a DST fold stays readable.
//!
//! The message is escaped, so that quoted text cannot start another line.

use chrono::{DateTime, Local};

use crate::escape::escape;

/// The log line for `message` at `now`, with its newline.
///
/// ```
/// use backup::log_line::log_line;
/// use chrono::{Local, TimeZone};
///
/// let now = Local.with_ymd_and_hms(2023, 2, 8, 16, 7, 30).unwrap();
/// assert_eq!(log_line(now, "Show schedules list"), "[08/02/2023 16:07] Show schedules list\n");
/// ```
pub fn log_line(now: DateTime<Local>, message: &str) -> String {
    format!("[{}] {}\n", now.format("%d/%m/%Y %H:%M"), escape(message))
}
