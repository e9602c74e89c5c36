//! Caught by `occurrence_has_offset_of_its_day`: the offset at midnight is used for the whole date.
//! Also fails: `occurrence_in_fold_is_the_first`, `occurrence_in_gap_is_its_end`,
//! `skipped_date_has_no_occurrence`.
//! Question: which offset has noon on the day of a change?

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};

pub use backup::service::due::*;

pub fn occurrence<Tz: TimeZone>(
    zone: &Tz,
    date: NaiveDate,
    time: NaiveTime,
) -> Option<DateTime<Utc>> {
    let midnight = zone.from_utc_datetime(&date.and_time(NaiveTime::MIN));
    let offset = midnight.naive_local() - midnight.naive_utc();
    Some((date.and_time(time) - offset).and_utc())
}
