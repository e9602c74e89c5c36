//! Caught by `same_day_repeats_nothing`: nothing remembers which dates have run.
//! Also fails: `dates_without_backup_are_still_due`, `fold_over_midnight_repeats_nothing`,
//! `minute_of_start_is_that_of_local_clocks`, `new_schedule_does_not_wait_for_old_time`,
//! `new_zone_repeats_no_date`, `one_month_forgets_later_dates_but_not_today`,
//! `one_week_repeats_nothing`, `only_equal_lines_are_one_backup`,
//! `schedule_added_in_its_minute_is_due`.
//! Question: what happens to a schedule when the clock is set back over its time?

use chrono::{DateTime, Days, TimeDelta, TimeZone, Utc};

use crate::schedule::Schedule;

pub use backup::service::due::*;

#[derive(Debug)]
pub struct Due {
    seen: DateTime<Utc>,
}

impl Due {
    pub fn starting(now: DateTime<Utc>) -> Due {
        let into_the_minute = now.timestamp() % 60;
        let seen = now - TimeDelta::seconds(into_the_minute + 1);
        Due { seen }
    }

    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        let today = zone.from_utc_datetime(&now.naive_utc()).date_naive();
        let mut backups = Vec::new();
        for schedule in schedules {
            let latest = [today, today - Days::new(1)]
                .into_iter()
                .filter_map(|date| occurrence(zone, date, schedule.time))
                .find(|&due| due <= now);
            if let Some(due) = latest.filter(|&due| due > self.seen) {
                backups.push(DueBackup { schedule, due });
            }
        }
        let clock_step = Some(self.seen - now).filter(|&back| back >= CLOCK_STEP);
        self.seen = now;
        Check {
            backups,
            clock_step,
        }
    }
}
