//! Caught by `t4_clock_set_back::new_schedule_does_not_wait_for_old_time`: a high-water mark that only rises: after a step back, nothing is due until the old time.

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
