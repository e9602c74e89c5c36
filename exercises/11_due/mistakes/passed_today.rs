//! Caught by `t5_missed_before_start::passed_time_waits_for_next_day`: with `hh:mm <= now and last date != today`, the start catches up on the whole day.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    last_date: HashMap<Schedule, NaiveDate>,
}

impl Due {
    pub fn starting(_now: DateTime<Utc>) -> Due {
        let last_date = HashMap::new();
        Due { last_date }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let shown = zone.from_utc_datetime(&now.naive_utc()).naive_local();
        let today = shown.date();
        let mut backups = Vec::new();
        for schedule in schedules {
            let has_run = self.last_date.get(&schedule) == Some(&today);
            if shown.time() >= schedule.time && !has_run {
                self.last_date.insert(schedule.clone(), today);
                backups.push(DueBackup { schedule, due: now });
            }
        }
        Check {
            backups,
            clock_step: None,
        }
    }
}
