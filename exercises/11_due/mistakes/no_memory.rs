//! Caught by `t4_a_clock_set_back::repeats_nothing_and_the_next_day_runs`: what lies between two looks, with no memory of what ran.

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

    pub fn wake<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Wake {
        let today = zone.from_utc_datetime(&now.naive_utc()).date_naive();
        let mut runs = Vec::new();
        for schedule in schedules {
            let latest = [today, today - Days::new(1)]
                .into_iter()
                .filter_map(|date| occurrence(zone, date, schedule.time))
                .find(|&due| due <= now);
            if let Some(due) = latest.filter(|&due| due > self.seen) {
                runs.push(Run { schedule, due });
            }
        }
        let correction = Some(self.seen - now).filter(|&back| back >= CORRECTION);
        self.seen = now;
        Wake { runs, correction }
    }
}
