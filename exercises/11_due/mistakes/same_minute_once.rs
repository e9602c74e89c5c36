//! Caught by `minute_missed_by_long_backup_is_caught_up`: only the current minute counts.
//! Also fails: `dates_without_backup_are_still_due`, `due_backups_keep_order_of_file`,
//! `fold_over_midnight_repeats_nothing`, `gap_over_midnight_keeps_both_dates`,
//! `minute_of_start_counts`, `missed_before_midnight_is_caught_up_after_it`,
//! `new_schedule_does_not_wait_for_old_time`, `one_month_forgets_later_dates_but_not_today`,
//! `one_week_repeats_nothing`, `only_equal_lines_are_one_backup`, `same_day_repeats_nothing`,
//! `schedule_added_in_its_minute_is_due`, `schedule_in_fold_is_due_the_first_time_only`,
//! `schedule_in_gap_is_due_once_at_its_end`, `several_missed_dates_are_one_backup`,
//! `step_of_three_hours_is_reported_once`.
//! Question: what if another backup takes the whole minute?

use chrono::{DateTime, NaiveDateTime, TimeZone, Timelike, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    last_minute: Option<NaiveDateTime>,
}

impl Due {
    pub fn starting(_now: DateTime<Utc>) -> Due {
        Due { last_minute: None }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let shown = zone.from_utc_datetime(&now.naive_utc()).naive_local();
        let minute = shown.date().and_hms_opt(shown.hour(), shown.minute(), 0);
        let mut backups = Vec::new();
        if self.last_minute != minute {
            for schedule in schedules {
                if Some(shown.date().and_time(schedule.time)) == minute {
                    backups.push(DueBackup { schedule, due: now });
                }
            }
        }
        self.last_minute = minute;
        Check {
            backups,
            clock_step: None,
        }
    }
}
