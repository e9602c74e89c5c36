//! Caught by `t2_one_backup_per_date::missed_before_midnight_is_caught_up_after_it`: at 00:10, `23:59 <= now` is false.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    start: DateTime<Utc>,
    last_date: HashMap<Schedule, NaiveDate>,
}

impl Due {
    pub fn starting(start: DateTime<Utc>) -> Due {
        let last_date = HashMap::new();
        Due { start, last_date }
    }

    /// As `passed_today`, and nothing of the day before the start.
    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let local = |instant: DateTime<Utc>| -> NaiveDateTime {
            zone.from_utc_datetime(&instant.naive_utc()).naive_local()
        };
        let (start, shown) = (local(self.start), local(now));
        let start = start
            .with_second(0)
            .and_then(|time| time.with_nanosecond(0));
        let mut backups = Vec::new();
        for schedule in schedules {
            let today = shown.date().and_time(schedule.time);
            let has_run = self.last_date.get(&schedule) == Some(&shown.date());
            if Some(today) >= start && today <= shown && !has_run {
                self.last_date.insert(schedule.clone(), shown.date());
                backups.push(DueBackup { schedule, due: now });
            }
        }
        Check {
            backups,
            clock_step: None,
        }
    }
}
