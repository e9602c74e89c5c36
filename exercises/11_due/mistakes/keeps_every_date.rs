//! Caught by `state_does_not_grow_with_time`: each backup is remembered for ever.
//! Also fails: `one_month_forgets_later_dates_but_not_today`.
//! Question: how much does the service remember after a year?

use chrono::{DateTime, TimeZone, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    due: backup::service::due::Due,
    done: Vec<(Schedule, DateTime<Utc>)>,
}

impl Due {
    pub fn starting(now: DateTime<Utc>) -> Due {
        let due = backup::service::due::Due::starting(now);
        let done = Vec::new();
        Due { due, done }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let mut check = self.due.check(zone, now, schedules);
        check.backups.retain(|backup| {
            let date = (backup.schedule.clone(), backup.due);
            !self.done.contains(&date)
        });
        let done = check.backups.iter();
        self.done
            .extend(done.map(|backup| (backup.schedule.clone(), backup.due)));
        check
    }
}
