//! Caught by `passed_time_waits_for_next_day`: everything that was due earlier today runs at the start.
//! Also fails: `dates_without_backup_are_still_due`, `fold_over_midnight_repeats_nothing`,
//! `gap_over_midnight_keeps_both_dates`, `minute_missed_by_long_backup_is_caught_up`,
//! `missed_before_midnight_is_caught_up_after_it`, `new_schedule_does_not_wait_for_old_time`,
//! `one_month_forgets_later_dates_but_not_today`, `one_week_repeats_nothing`,
//! `schedule_added_in_its_minute_is_due`, `schedule_in_fold_is_due_the_first_time_only`,
//! `several_missed_dates_are_one_backup`, `state_does_not_grow_with_time`,
//! `step_of_three_hours_is_reported_once`.
//! Question: was the service running when those times came?

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    last_date: HashMap<Schedule, NaiveDate>,
}

impl Due {
    pub fn starting(_now: DateTime<Utc>) -> Due {
        let last_date = HashMap::new();
        Due { last_date }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let shown = zone.from_utc_datetime(&now.naive_utc()).naive_local();
        let today = shown.date();
        let mut backups = Vec::new();
        for schedule in schedules {
            let has_run = self.last_date.get(&schedule) == Some(&today);
            if shown.time() >= schedule.time && !has_run {
                self.last_date.insert(schedule.clone(), today);
                backups.push(DueBackup { schedule, due: now });
            }
        }
        Check {
            backups,
            clock_step: None,
        }
    }
}
