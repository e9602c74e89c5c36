//! Caught by `occurrence_in_gap_is_its_end`: a local time in a DST gap has no instant.
//! Question: what does chrono return for a local time that clocks skip?

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};

pub use backup::service::due::*;

pub fn occurrence<Tz: TimeZone>(
    zone: &Tz,
    date: NaiveDate,
    time: NaiveTime,
) -> Option<DateTime<Utc>> {
    let found = zone.from_local_datetime(&date.and_time(time)).earliest()?;
    Some(found.to_utc())
}
