//! The naive rules, which are the mistakes of task 11, and those of two other programs.

use std::collections::HashMap;

use backup::schedule::Schedule;
use backup::service::due;
use chrono::{DateTime, Days, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc};

use crate::zone::Zone;

/// A rule that decides which backups are due.
pub trait Rule {
    /// The backups that are due at `now`: the place of each in `schedules`, and the instant since which
    /// it is due, if the rule knows that.
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Backups;

    /// The time of the next check.
    fn next_check(&self, zone: Zone, now: DateTime<Utc>) -> DateTime<Utc> {
        due::next_check(&zone, now)
    }
}

pub type Backups = Vec<(usize, Option<DateTime<Utc>>)>;

/// A rule, started at an instant.
pub type Start = fn(DateTime<Utc>) -> Box<dyn Rule>;

/// The places of the schedules that `is_due` accepts.
fn choose(schedules: &[Schedule], mut is_due: impl FnMut(&Schedule) -> bool) -> Backups {
    let chosen = schedules
        .iter()
        .enumerate()
        .filter(|(_, schedule)| is_due(schedule));
    chosen.map(|(place, _)| (place, None)).collect()
}

fn local(zone: Zone, now: DateTime<Utc>) -> NaiveDateTime {
    zone.from_utc_datetime(&now.naive_utc()).naive_local()
}

fn minute(time: NaiveDateTime) -> NaiveDateTime {
    time.with_second(0)
        .and_then(|time| time.with_nanosecond(0))
        .expect("zero is a second")
}

fn start_of_minute(zone: Zone, now: DateTime<Utc>) -> DateTime<Utc> {
    let shown = local(zone, now);
    now - (shown - minute(shown))
}

/// The rule of the reference.
pub fn reference(now: DateTime<Utc>) -> Box<dyn Rule> {
    Box::new(due::Due::starting(now))
}

impl Rule for due::Due {
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Backups {
        let backups = due::Due::check(self, &zone, now, schedules.to_vec()).backups;
        let dues = backups.iter().map(|backup| Some(backup.due));
        places(&backups, schedules).zip(dues).collect()
    }
}

/// The mistakes of task 11 as rules: each module has its own `Due`, and a function of the same name
/// starts it. The last name is the module whose `next_check` is used.
macro_rules! mistakes {
    ($($module:ident, $file:literal, $sleep:ident;)*) => {$(
        #[path = $file]
        mod $module;

        pub fn $module(now: DateTime<Utc>) -> Box<dyn Rule> {
            Box::new($module::Due::starting(now))
        }

        impl Rule for $module::Due {
            fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Backups {
                let check = $module::Due::check(self, &zone, now, schedules.to_vec());
                places(&check.backups, schedules).map(|place| (place, None)).collect()
            }

            fn next_check(&self, zone: Zone, now: DateTime<Utc>) -> DateTime<Utc> {
                $sleep::next_check(&zone, now)
            }
        }
    )*};
}

mistakes! {
    same_minute, "../../exercises/11_due/mistakes/same_minute.rs", fixed_sleep;
    same_minute_once, "../../exercises/11_due/mistakes/same_minute_once.rs", due;
    passed_today, "../../exercises/11_due/mistakes/passed_today.rs", due;
    lost_at_midnight, "../../exercises/11_due/mistakes/lost_at_midnight.rs", due;
    every_24_hours, "../../exercises/11_due/mistakes/every_24_hours.rs", due;
    no_memory, "../../exercises/11_due/mistakes/no_memory.rs", due;
    waits_for_the_old_time, "../../exercises/11_due/mistakes/waits_for_the_old_time.rs", due;
}

#[path = "../../exercises/11_due/mistakes/fixed_sleep.rs"]
#[allow(unused_imports, reason = "it is used for its sleep only")]
mod fixed_sleep;

/// The place of each backup's schedule in `schedules`.
fn places(backups: &[due::DueBackup], schedules: &[Schedule]) -> impl Iterator<Item = usize> {
    backups.iter().map(|backup| {
        schedules
            .iter()
            .position(|schedule| *schedule == backup.schedule)
            .expect("it is one of them")
    })
}

/// cron, after Vixie: it counts the minutes that clocks show. Behind by up to three hours, it
/// catches up; ahead by up to three hours, it waits; else it takes the new time as it is.
pub fn cron(_: DateTime<Utc>) -> Box<dyn Rule> {
    Box::new(Cron(None))
}

struct Cron(Option<NaiveDateTime>);

impl Rule for Cron {
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Backups {
        let shown = minute(local(zone, now));
        // cron(8) runs nothing in the minute of its start; be generous.
        let before = self.0.unwrap_or(shown - TimeDelta::minutes(1));
        let behind = shown - before;
        let three_hours = TimeDelta::hours(3);
        if -three_hours <= behind && behind <= TimeDelta::zero() {
            self.0 = Some(before);
            return Backups::new();
        }
        self.0 = Some(shown);
        let from = if behind.abs() > three_hours {
            shown - TimeDelta::minutes(1)
        } else {
            before
        };
        let days = [from.date(), shown.date()];
        choose(schedules, |schedule| {
            days.map(|day| day.and_time(schedule.time))
                .iter()
                .any(|&t| from < t && t <= shown)
        })
    }
}

/// The next instant, computed ahead, and only dates that have the time: so it skips the night of a
/// gap, as timers of systemd do.
pub fn next_instant(_: DateTime<Utc>) -> Box<dyn Rule> {
    Box::new(NextInstant(HashMap::new()))
}

struct NextInstant(HashMap<Schedule, DateTime<Utc>>);

impl Rule for NextInstant {
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Backups {
        choose(schedules, |schedule| {
            let next = |after: DateTime<Utc>| {
                let yesterday = local(zone, after).date() - Days::new(1);
                yesterday
                    .iter_days()
                    .filter_map(|date| {
                        zone.from_local_datetime(&date.and_time(schedule.time))
                            .earliest()
                    })
                    .map(|instant| instant.to_utc())
                    .find(|&instant| instant > after)
                    .expect("there is a next day")
            };
            let start = start_of_minute(zone, now) - TimeDelta::seconds(1);
            let due = self
                .0
                .entry(schedule.clone())
                .or_insert_with(|| next(start));
            let is_due = *due <= now;
            if is_due {
                *due = next(now);
            }
            is_due
        })
    }
}
