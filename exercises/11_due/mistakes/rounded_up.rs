//! Caught by `backup_is_due_from_first_instant_of_minute`: the time is rounded to the nearest second.
//! Question: what does a rounded clock show half a second before 16:07?

use chrono::{DateTime, SubsecRound, TimeZone, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    due: backup::service::due::Due,
}

impl Due {
    pub fn starting(now: DateTime<Utc>) -> Due {
        let due = backup::service::due::Due::starting(now);
        Due { due }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        self.due.check(zone, now.round_subsecs(0), schedules)
    }
}
