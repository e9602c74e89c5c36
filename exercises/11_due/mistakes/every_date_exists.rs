//! Caught by `skipped_date_has_no_occurrence`: a date that the zone skips has an instant, at the end of the gap.
//! Question: how many instants of December 30th 2011 are there in Apia?

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};

pub use backup::service::due::*;

pub fn occurrence<Tz: TimeZone>(
    zone: &Tz,
    date: NaiveDate,
    time: NaiveTime,
) -> Option<DateTime<Utc>> {
    let found = backup::service::due::occurrence(zone, date, time);
    found.or_else(|| {
        let next = date.succ_opt()?;
        backup::service::due::occurrence(zone, next, NaiveTime::MIN)
    })
}
