//! Caught by `t2_one_run_for_each_date::even_if_the_minute_was_spent_on_another_backup`: nobody looks in the minute, so nothing runs.

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

    pub fn wake<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Wake {
        let shown = zone.from_utc_datetime(&now.naive_utc()).naive_local();
        let minute = shown.date().and_hms_opt(shown.hour(), shown.minute(), 0);
        let mut runs = Vec::new();
        if self.last_minute != minute {
            for schedule in schedules {
                if Some(shown.date().and_time(schedule.time)) == minute {
                    runs.push(Run { schedule, due: now });
                }
            }
        }
        self.last_minute = minute;
        Wake {
            runs,
            correction: None,
        }
    }
}
