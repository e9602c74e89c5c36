//! Caught by `one_week_repeats_nothing`: only the last date is remembered.
//! Also fails: `dates_without_backup_are_still_due`, `new_zone_repeats_no_date`,
//! `one_month_forgets_later_dates_but_not_today`, `state_does_not_grow_with_time`.
//! Question: which dates has a service run when the clock goes back by two days?

use std::collections::HashMap;

use chrono::{DateTime, TimeZone, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    last: DateTime<Utc>,
    clock_step: backup::service::due::Due,
    done: HashMap<Schedule, DateTime<Utc>>,
}

impl Due {
    pub fn starting(now: DateTime<Utc>) -> Due {
        Due {
            last: now,
            clock_step: backup::service::due::Due::starting(now),
            done: HashMap::new(),
        }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let clock_step = self.clock_step.check(zone, now, []).clock_step;
        let mut since_last = backup::service::due::Due::starting(self.last.min(now));
        let mut backups = since_last.check(zone, now, schedules).backups;
        backups.retain(|its| self.done.insert(its.schedule.clone(), its.due) != Some(its.due));
        self.last = now;
        Check {
            backups,
            clock_step,
        }
    }
}
