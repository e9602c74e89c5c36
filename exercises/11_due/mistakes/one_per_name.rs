//! Caught by `only_equal_lines_are_one_backup`: of several schedules with the same name only the first counts.
//! Question: a name is in two lines with different times: is that an error?

use std::collections::HashSet;

use chrono::{DateTime, TimeZone, Utc};

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
        let mut names = HashSet::new();
        let first = |schedule: &Schedule| names.insert(schedule.name.clone());
        self.due
            .check(zone, now, schedules.into_iter().filter(first))
    }
}
