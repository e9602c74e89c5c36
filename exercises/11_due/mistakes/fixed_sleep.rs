//! Caught by `t3_never_early_and_within_the_second::the_next_wake_is_in_45_seconds_or_with_the_next_minute`: 45 s after each look, wherever that falls.

use chrono::{DateTime, TimeZone, Utc};

pub use backup::service::due::*;

pub fn next_wake<Tz: TimeZone>(_zone: &Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    now + LONGEST_SLEEP
}
