//! Caught by `missed_before_midnight_is_caught_up_after_it`: a time before midnight is missed at a check after midnight.
//! Also fails: `dates_without_backup_are_still_due`, `fold_over_midnight_repeats_nothing`,
//! `gap_over_midnight_keeps_both_dates`, `minute_missed_by_long_backup_is_caught_up`,
//! `new_schedule_does_not_wait_for_old_time`, `one_month_forgets_later_dates_but_not_today`,
//! `one_week_repeats_nothing`, `schedule_added_in_its_minute_is_due`,
//! `schedule_in_fold_is_due_the_first_time_only`, `several_missed_dates_are_one_backup`,
//! `state_does_not_grow_with_time`, `step_of_three_hours_is_reported_once`.
//! Question: is 00:10 later than 23:59 if you compare times without dates?

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    start: DateTime<Utc>,
    last_date: HashMap<Schedule, NaiveDate>,
}

impl Due {
    pub fn starting(start: DateTime<Utc>) -> Due {
        let last_date = HashMap::new();
        Due { start, last_date }
    }

    /// As `passed_today`, and nothing of the day before the start.
    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let local = |instant: DateTime<Utc>| -> NaiveDateTime {
            zone.from_utc_datetime(&instant.naive_utc()).naive_local()
        };
        let (start, shown) = (local(self.start), local(now));
        let start = start
            .with_second(0)
            .and_then(|time| time.with_nanosecond(0));
        let mut backups = Vec::new();
        for schedule in schedules {
            let today = shown.date().and_time(schedule.time);
            let has_run = self.last_date.get(&schedule) == Some(&shown.date());
            if Some(today) >= start && today <= shown && !has_run {
                self.last_date.insert(schedule.clone(), shown.date());
                backups.push(DueBackup { schedule, due: now });
            }
        }
        Check {
            backups,
            clock_step: None,
        }
    }
}
