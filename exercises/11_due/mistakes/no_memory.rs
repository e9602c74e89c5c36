//! Caught by `t4_clock_set_back::same_day_repeats_nothing`: the interval since the last check, but no memory of the dates that are done.

use chrono::{DateTime, Days, TimeDelta, TimeZone, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    seen: DateTime<Utc>,
}

impl Due {
    pub fn starting(now: DateTime<Utc>) -> Due {
        let into_the_minute = now.timestamp() % 60;
        let seen = now - TimeDelta::seconds(into_the_minute + 1);
        Due { seen }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let today = zone.from_utc_datetime(&now.naive_utc()).date_naive();
        let mut backups = Vec::new();
        for schedule in schedules {
            let latest = [today, today - Days::new(1)]
                .into_iter()
                .filter_map(|date| occurrence(zone, date, schedule.time))
                .find(|&due| due <= now);
            if let Some(due) = latest.filter(|&due| due > self.seen) {
                backups.push(DueBackup { schedule, due });
            }
        }
        let clock_step = Some(self.seen - now).filter(|&back| back >= CLOCK_STEP);
        self.seen = now;
        Check {
            backups,
            clock_step,
        }
    }
}
