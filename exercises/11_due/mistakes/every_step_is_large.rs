//! Caught by `step_of_three_hours_is_reported_once`: each step back is reported.
//! Question: how often does NTP set a clock back by a moment?

use chrono::{DateTime, TimeZone, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    due: backup::service::due::Due,
    last: DateTime<Utc>,
}

impl Due {
    pub fn starting(now: DateTime<Utc>) -> Due {
        let due = backup::service::due::Due::starting(now);
        Due { due, last: now }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let mut check = self.due.check(zone, now, schedules);
        check.clock_step = (now < self.last).then(|| self.last - now);
        self.last = now;
        check
    }
}
