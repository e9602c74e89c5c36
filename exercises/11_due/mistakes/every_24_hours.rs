//! Caught by `t2_one_run_for_each_date::one_for_several_dates_missed_and_it_counts_for_the_last`: the last run + 24 h, so each run is as late as the last, or later.

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

    pub fn wake<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Wake {
        let shown = zone.from_utc_datetime(&self.start.naive_utc());
        let mut runs = Vec::new();
        for schedule in schedules {
            let next = self.next.entry(schedule.clone()).or_insert_with(|| {
                let minute = TimeDelta::minutes(1);
                let ahead = schedule.time - shown.time();
                let day = TimeDelta::days(i64::from(ahead <= -minute));
                self.start + ahead + day
            });
            if *next <= now {
                *next = now + TimeDelta::days(1);
                runs.push(Run { schedule, due: now });
            }
        }
        Wake {
            runs,
            correction: None,
        }
    }
}
