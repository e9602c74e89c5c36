//! Caught by `t3_never_early_and_within_a_second::next_check_is_in_45_seconds_or_next_minute`: 45 s after each check, at any second of the minute.

use chrono::{DateTime, TimeZone, Utc};

pub use backup::service::due::*;

pub fn next_check<Tz: TimeZone>(_zone: &Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    now + MAX_SLEEP
}
