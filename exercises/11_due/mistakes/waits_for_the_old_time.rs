//! Caught by `t4_a_clock_set_back::does_not_keep_a_new_schedule_waiting_for_the_old_time`: a mark of what is done, which only rises.

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

    pub fn wake<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Wake {
        self.mark = self.mark.max(now);
        self.inner.wake(zone, self.mark, schedules)
    }
}
