//! Caught by `t5_what_passed_before_the_start::is_not_made_up`: `now >= hh:mm and last date != today` saves the whole day at its start.

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

    pub fn wake<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Wake {
        let shown = zone.from_utc_datetime(&now.naive_utc()).naive_local();
        let today = shown.date();
        let mut runs = Vec::new();
        for schedule in schedules {
            let has_run = self.last_date.get(&schedule) == Some(&today);
            if shown.time() >= schedule.time && !has_run {
                self.last_date.insert(schedule.clone(), today);
                runs.push(Run { schedule, due: now });
            }
        }
        Wake {
            runs,
            correction: None,
        }
    }
}
