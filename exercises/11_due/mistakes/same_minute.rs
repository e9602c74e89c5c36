//! Caught by `t2_one_backup_per_date::two_checks_in_a_minute_make_one_backup`: `hh:mm == now` is true twice in a minute.

use chrono::{DateTime, TimeZone, Timelike, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due;

impl Due {
    pub fn starting(_now: DateTime<Utc>) -> Due {
        Due
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let shown = zone.from_utc_datetime(&now.naive_utc());
        let is_due = |schedule: &Schedule| {
            (schedule.time.hour(), schedule.time.minute()) == (shown.hour(), shown.minute())
        };
        let run = |schedule| DueBackup { schedule, due: now };
        Check {
            backups: schedules.into_iter().filter(is_due).map(run).collect(),
            clock_step: None,
        }
    }
}
