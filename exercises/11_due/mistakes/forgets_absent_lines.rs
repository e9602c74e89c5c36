//! Caught by `line_that_is_absent_for_a_while_repeats_nothing`: a line that is not in the file is forgotten.
//! Question: what is in the file while an editor saves it?

use std::collections::HashMap;

use chrono::{DateTime, TimeZone, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

/// One state per line, begun where the state of all lines began.
#[derive(Debug)]
pub struct Due {
    last: DateTime<Utc>,
    clock_step: backup::service::due::Due,
    states: HashMap<Schedule, backup::service::due::Due>,
}

impl Due {
    pub fn starting(now: DateTime<Utc>) -> Due {
        Due {
            last: now,
            clock_step: backup::service::due::Due::starting(now),
            states: HashMap::new(),
        }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let schedules: Vec<_> = schedules.into_iter().collect();
        let mut check = self.clock_step.check(zone, now, []);
        self.states
            .retain(|schedule, _| schedules.contains(schedule));
        for schedule in schedules {
            let state = self
                .states
                .entry(schedule.clone())
                .or_insert_with(|| backup::service::due::Due::starting(self.last));
            check
                .backups
                .extend(state.check(zone, now, [schedule]).backups);
        }
        self.last = now;
        check
    }
}
