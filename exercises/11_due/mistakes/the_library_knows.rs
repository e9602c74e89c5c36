//! Caught by `t1_one_instant_for_each_local_date::as_the_zone_has_it`: in a gap there is no such local time, so there is no backup.

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
