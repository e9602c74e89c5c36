//! Caught by `due_backups_keep_order_of_file`: the backup that is due first comes first.
//! Question: who chose the order of the lines in the file?

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
        let mut check = self.due.check(zone, now, schedules);
        check.backups.sort_by_key(|backup| backup.due);
        check
    }
}
