//! Caught by `two_checks_in_a_minute_make_one_backup`: the rule is `hh:mm == now`.
//! Also fails: `dates_without_backup_are_still_due`, `due_backups_keep_order_of_file`,
//! `fold_over_midnight_repeats_nothing`, `gap_over_midnight_keeps_both_dates`,
//! `line_that_is_absent_for_a_while_repeats_nothing`, `minute_missed_by_long_backup_is_caught_up`,
//! `minute_of_start_counts`, `missed_before_midnight_is_caught_up_after_it`,
//! `new_schedule_does_not_wait_for_old_time`, `new_zone_repeats_no_date`,
//! `one_month_forgets_later_dates_but_not_today`, `one_week_repeats_nothing`,
//! `only_equal_lines_are_one_backup`, `same_day_repeats_nothing`,
//! `schedule_added_in_its_minute_is_due`, `schedule_in_fold_is_due_the_first_time_only`,
//! `schedule_in_gap_is_due_once_at_its_end`, `several_missed_dates_are_one_backup`,
//! `step_of_three_hours_is_reported_once`.
//! Question: how often does the service check within one minute?

use chrono::{DateTime, TimeZone, Timelike, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due;

impl Due {
    pub fn starting(_now: DateTime<Utc>) -> Due {
        Due
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let shown = zone.from_utc_datetime(&now.naive_utc());
        let is_due = |schedule: &Schedule| {
            (schedule.time.hour(), schedule.time.minute()) == (shown.hour(), shown.minute())
        };
        let run = |schedule| DueBackup { schedule, due: now };
        Check {
            backups: schedules.into_iter().filter(is_due).map(run).collect(),
            clock_step: None,
        }
    }
}
