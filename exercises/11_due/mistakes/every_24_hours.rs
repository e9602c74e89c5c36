//! Caught by `several_missed_dates_are_one_backup`: a schedule runs 24 hours after its last run.
//! Also fails: `dates_without_backup_are_still_due`, `gap_over_midnight_keeps_both_dates`,
//! `minute_missed_by_long_backup_is_caught_up`, `missed_before_midnight_is_caught_up_after_it`,
//! `new_schedule_does_not_wait_for_old_time`, `new_zone_counts_from_next_check`,
//! `one_month_forgets_later_dates_but_not_today`, `schedule_added_in_its_minute_is_due`,
//! `schedule_in_fold_is_due_the_first_time_only`, `schedule_in_gap_is_due_once_at_its_end`,
//! `state_does_not_grow_with_time`, `step_of_three_hours_is_reported_once`.
//! Question: when does it run tomorrow if today's run was late?

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    start: DateTime<Utc>,
    next: HashMap<Schedule, DateTime<Utc>>,
}

impl Due {
    pub fn starting(start: DateTime<Utc>) -> Due {
        let next = HashMap::new();
        Due { start, next }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let shown = zone.from_utc_datetime(&self.start.naive_utc());
        let mut backups = Vec::new();
        for schedule in schedules {
            let next = self.next.entry(schedule.clone()).or_insert_with(|| {
                let minute = TimeDelta::minutes(1);
                let ahead = schedule.time - shown.time();
                let day = TimeDelta::days(i64::from(ahead <= -minute));
                self.start + ahead + day
            });
            if *next <= now {
                *next = now + TimeDelta::days(1);
                backups.push(DueBackup { schedule, due: now });
            }
        }
        Check {
            backups,
            clock_step: None,
        }
    }
}
