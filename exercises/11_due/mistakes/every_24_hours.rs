//! Caught by `t2_one_backup_per_date::several_missed_dates_are_one_backup`: 24 hours after the last backup: if one is late, so are all that follow.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    start: DateTime<Utc>,
    next: HashMap<Schedule, DateTime<Utc>>,
}

impl Due {
    pub fn starting(start: DateTime<Utc>) -> Due {
        let next = HashMap::new();
        Due { start, next }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let shown = zone.from_utc_datetime(&self.start.naive_utc());
        let mut backups = Vec::new();
        for schedule in schedules {
            let next = self.next.entry(schedule.clone()).or_insert_with(|| {
                let minute = TimeDelta::minutes(1);
                let ahead = schedule.time - shown.time();
                let day = TimeDelta::days(i64::from(ahead <= -minute));
                self.start + ahead + day
            });
            if *next <= now {
                *next = now + TimeDelta::days(1);
                backups.push(DueBackup { schedule, due: now });
            }
        }
        Check {
            backups,
            clock_step: None,
        }
    }
}
