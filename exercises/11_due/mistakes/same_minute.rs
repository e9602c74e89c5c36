//! Caught by `t2_one_run_for_each_date::however_often_the_service_looks_in_the_minute`: `hh:mm == now`, which is true twice in a minute.

use chrono::{DateTime, TimeZone, Timelike, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due;

impl Due {
    pub fn starting(_now: DateTime<Utc>) -> Due {
        Due
    }

    pub fn wake<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Wake {
        let shown = zone.from_utc_datetime(&now.naive_utc());
        let is_due = |schedule: &Schedule| {
            (schedule.time.hour(), schedule.time.minute()) == (shown.hour(), shown.minute())
        };
        let run = |schedule| Run { schedule, due: now };
        Wake {
            runs: schedules.into_iter().filter(is_due).map(run).collect(),
            correction: None,
        }
    }
}
