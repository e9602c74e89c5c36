//! Caught by `t1_one_instant_per_date::occurrence_follows_the_zone`: chrono has no instant for a local time in a gap, so there is no backup.

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
