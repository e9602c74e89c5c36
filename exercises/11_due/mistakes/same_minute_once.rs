//! Caught by `t2_one_backup_per_date::minute_missed_by_long_backup_is_caught_up`: no check falls into the minute, so there is no backup.

use chrono::{DateTime, NaiveDateTime, TimeZone, Timelike, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    last_minute: Option<NaiveDateTime>,
}

impl Due {
    pub fn starting(_now: DateTime<Utc>) -> Due {
        Due { last_minute: None }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let shown = zone.from_utc_datetime(&now.naive_utc()).naive_local();
        let minute = shown.date().and_hms_opt(shown.hour(), shown.minute(), 0);
        let mut backups = Vec::new();
        if self.last_minute != minute {
            for schedule in schedules {
                if Some(shown.date().and_time(schedule.time)) == minute {
                    backups.push(DueBackup { schedule, due: now });
                }
            }
        }
        self.last_minute = minute;
        Check {
            backups,
            clock_step: None,
        }
    }
}
