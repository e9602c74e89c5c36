//! Caught by `occurrence_in_gap_is_its_end`: a time in a DST gap is shifted by the length of the gap.
//! Also fails: `skipped_date_has_no_occurrence`.
//! Question: at 02:59:59 + 1 s of the old offset clocks show 03:00: when should 02:30 run?

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};

pub use backup::service::due::*;

pub fn occurrence<Tz: TimeZone>(
    zone: &Tz,
    date: NaiveDate,
    time: NaiveTime,
) -> Option<DateTime<Utc>> {
    let wall = date.and_time(time);
    if zone.from_local_datetime(&wall).earliest().is_some() {
        return backup::service::due::occurrence(zone, date, time);
    }
    let day = TimeDelta::days(1);
    let before = zone.from_local_datetime(&(wall - day)).earliest()?;
    Some(before.to_utc() + day)
}
