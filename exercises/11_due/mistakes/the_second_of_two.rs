//! Caught by `occurrence_in_fold_is_the_first`: of two instants in a DST fold it takes the later.
//! Question: clocks show 02:30 twice: which one comes first?

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};

pub use backup::service::due::*;

pub fn occurrence<Tz: TimeZone>(
    zone: &Tz,
    date: NaiveDate,
    time: NaiveTime,
) -> Option<DateTime<Utc>> {
    let found = zone.from_local_datetime(&date.and_time(time));
    match found.latest() {
        Some(latest) => Some(latest.to_utc()),
        None => backup::service::due::occurrence(zone, date, time),
    }
}
