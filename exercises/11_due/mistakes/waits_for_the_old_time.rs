//! Caught by `new_schedule_does_not_wait_for_old_time`: a high-water mark only rises.
//! Also fails: `dates_without_backup_are_still_due`, `one_month_forgets_later_dates_but_not_today`,
//! `step_of_three_hours_is_reported_once`.
//! Question: what if the clock is set back and a new schedule is due before the mark?

use chrono::{DateTime, TimeZone, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    mark: DateTime<Utc>,
    inner: backup::service::due::Due,
}

impl Due {
    pub fn starting(mark: DateTime<Utc>) -> Due {
        let inner = backup::service::due::Due::starting(mark);
        Due { mark, inner }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        self.mark = self.mark.max(now);
        self.inner.check(zone, self.mark, schedules)
    }
}
