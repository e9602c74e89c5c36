//! Caught by `minute_of_start_counts`: the minute of the start counts as passed.
//! Also fails: `line_that_is_absent_for_a_while_repeats_nothing`,
//! `minute_of_start_is_that_of_local_clocks`, `only_equal_lines_are_one_backup`.
//! Question: which backups does the transcript of the exercise expect right after `start`?

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    due: backup::service::due::Due,
    start: DateTime<Utc>,
}

impl Due {
    pub fn starting(now: DateTime<Utc>) -> Due {
        let due = backup::service::due::Due::starting(now);
        Due { due, start: now }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let mut check = self.due.check(zone, now, schedules);
        let minute = TimeDelta::minutes(1);
        check
            .backups
            .retain(|backup| backup.due > self.start || backup.due + minute <= self.start);
        check
    }
}
