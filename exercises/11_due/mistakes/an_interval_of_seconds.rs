//! Caught by `minute_of_backup_is_the_one_that_clocks_show`: a backup is in its minute if it begins less than 60 seconds after it was due.
//! Question: at the end of a DST gap clocks show 03:00: what does a line about 02:30 say?

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::{CLOCK_STEP, MAX_SLEEP, next_check, occurrence};

#[derive(Debug)]
pub struct Due(backup::service::due::Due);

#[derive(Debug)]
pub struct Check {
    pub backups: Vec<DueBackup>,
    pub clock_step: Option<TimeDelta>,
}

#[derive(Debug)]
pub struct DueBackup {
    pub schedule: Schedule,
    pub due: DateTime<Utc>,
}

impl Due {
    pub fn starting(now: DateTime<Utc>) -> Due {
        Due(backup::service::due::Due::starting(now))
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let check = self.0.check(zone, now, schedules);
        let backups = check.backups.into_iter().map(|its| DueBackup {
            schedule: its.schedule,
            due: its.due,
        });
        Check {
            backups: backups.collect(),
            clock_step: check.clock_step,
        }
    }
}

impl DueBackup {
    pub fn in_its_minute<Tz: TimeZone>(&self, _zone: &Tz, begin: DateTime<Utc>) -> bool {
        begin - self.due < TimeDelta::minutes(1)
    }
}
