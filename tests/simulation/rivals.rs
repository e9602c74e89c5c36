//! The rules that people write first, and some that they trust. Each is here to fail: a judge
//! that has never said no has proved nothing.

use std::collections::{HashMap, HashSet};

use backup::schedule::Schedule;
use backup::service::due;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono::{Timelike, Utc};

use crate::zone::Zone;

/// A way to decide what to run.
pub trait Rule {
    /// What to run at `now`, by its place in `schedules`, and since when it is due.
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Runs;

    /// When to look again.
    fn next_check(&self, zone: Zone, now: DateTime<Utc>) -> DateTime<Utc> {
        due::next_check(&zone, now)
    }
}

pub type Runs = Vec<(usize, Option<DateTime<Utc>>)>;

/// A rule, started at an instant.
pub type Start = fn(DateTime<Utc>) -> Box<dyn Rule>;

/// The places of the schedules that `is_due` accepts.
fn choose(schedules: &[Schedule], mut is_due: impl FnMut(&Schedule) -> bool) -> Runs {
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

/// Ours.
pub struct Reference(pub due::Due);

impl Rule for Reference {
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Runs {
        let place = |run: &due::DueBackup| {
            schedules
                .iter()
                .position(|schedule| *schedule == run.schedule)
                .expect("one of them")
        };
        let check = self.0.check(&zone, now, schedules.to_vec());
        check
            .backups
            .iter()
            .map(|run| (place(run), Some(run.due)))
            .collect()
    }
}

/// `if now.strftime("%H:%M") == time`, then `sleep(45)`.
pub struct SameMinute;

impl Rule for SameMinute {
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Runs {
        let shown = minute(local(zone, now)).time();
        choose(schedules, |schedule| schedule.time == shown)
    }

    fn next_check(&self, _: Zone, now: DateTime<Utc>) -> DateTime<Utc> {
        now + due::MAX_SLEEP
    }
}

/// The same, but never twice in one minute.
#[derive(Default)]
pub struct SameMinuteOnce(Option<NaiveDateTime>);

impl Rule for SameMinuteOnce {
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Runs {
        let shown = minute(local(zone, now));
        if self.0.replace(shown) == Some(shown) {
            return Runs::new();
        }
        choose(schedules, |schedule| schedule.time == shown.time())
    }
}

/// `if now >= time and last_date != today`.
#[derive(Default)]
pub struct PassedToday(HashMap<Schedule, NaiveDate>);

impl Rule for PassedToday {
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Runs {
        let shown = local(zone, now);
        choose(schedules, |schedule| {
            shown.time() >= schedule.time
                && self.0.insert(schedule.clone(), shown.date()) != Some(shown.date())
        })
    }
}

/// The first time at hh:mm, and 24 hours after each run from then on.
#[derive(Default)]
pub struct EveryDay(HashMap<Schedule, DateTime<Utc>>);

impl Rule for EveryDay {
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Runs {
        let shown = minute(local(zone, now)).time();
        choose(schedules, |schedule| {
            let is_due = match self.0.get(schedule) {
                Some(&last) => now - last >= TimeDelta::days(1),
                None => schedule.time == shown,
            };
            if is_due {
                self.0.insert(schedule.clone(), now);
            }
            is_due
        })
    }
}

/// What lies between the last wake and this one, with no memory of what ran.
pub struct SinceLastWake(pub DateTime<Utc>);

impl Rule for SinceLastWake {
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Runs {
        let last = std::mem::replace(&mut self.0, now);
        choose(schedules, |schedule| {
            latest(zone, now, schedule.time).is_some_and(|(_, due)| last < due)
        })
    }
}

/// Ours without `done`.
pub struct WithoutDone(pub DateTime<Utc>);

impl Rule for WithoutDone {
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Runs {
        let last = std::mem::replace(&mut self.0, now);
        let from = start_of_minute(zone, last.min(now));
        choose(schedules, |schedule| {
            latest(zone, now, schedule.time).is_some_and(|(_, due)| from <= due)
        })
    }
}

/// A mark that only rises, unless the clock is set back by three hours, and the last date that
/// each schedule ran for.
pub struct HighWater {
    pub mark: DateTime<Utc>,
    pub last_date: HashMap<Schedule, NaiveDate>,
}

impl Rule for HighWater {
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Runs {
        if now < self.mark - TimeDelta::hours(3) {
            self.mark = now;
        }
        let from = start_of_minute(zone, self.mark);
        self.mark = self.mark.max(now);
        choose(schedules, |schedule| {
            latest(zone, now, schedule.time).is_some_and(|(date, due)| {
                from <= due && self.last_date.insert(schedule.clone(), date) != Some(date)
            })
        })
    }
}

/// cron, after Vixie: it counts the minutes that clocks show. Behind by up to three hours, it
/// catches up; ahead by up to three hours, it waits; else it takes the new time as it is.
#[derive(Default)]
pub struct Cron(Option<NaiveDateTime>);

impl Rule for Cron {
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Runs {
        let shown = minute(local(zone, now));
        // cron(8) runs nothing in the minute of its start; be generous.
        let before = self.0.unwrap_or(shown - TimeDelta::minutes(1));
        let behind = shown - before;
        let three_hours = TimeDelta::hours(3);
        if -three_hours <= behind && behind <= TimeDelta::zero() {
            self.0 = Some(before);
            return Runs::new();
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

/// The next instant, computed ahead, and only dates that have the time: so do timers of systemd
/// leave out the night of a gap.
#[derive(Default)]
pub struct NextInstant(HashMap<Schedule, DateTime<Utc>>);

impl Rule for NextInstant {
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Runs {
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

/// Ours, but with another reading of the two nights a year.
pub struct OtherNights {
    last: DateTime<Utc>,
    done: HashSet<(Schedule, NaiveDate)>,
    reading: Reading,
}

/// When a wall clock shows a date and time.
type Reading = fn(Zone, NaiveDateTime) -> DateTime<Utc>;

impl OtherNights {
    pub fn new(now: DateTime<Utc>, reading: Reading) -> OtherNights {
        OtherNights {
            last: now,
            done: HashSet::new(),
            reading,
        }
    }
}

impl Rule for OtherNights {
    fn check(&mut self, zone: Zone, now: DateTime<Utc>, schedules: &[Schedule]) -> Runs {
        let from = start_of_minute(zone, self.last.min(now));
        self.last = now;
        choose(schedules, |schedule| {
            let tomorrow = local(zone, now).date() + Days::new(1);
            let dates = tomorrow.iter_days().rev();
            let (date, due) = dates
                .map(|date| (date, (self.reading)(zone, date.and_time(schedule.time))))
                .find(|&(_, due)| due <= now)
                .expect("there was a day before");
            from <= due && self.done.insert((schedule.clone(), date))
        })
    }
}

/// 02:30 in a gap becomes 03:30, as `mktime` and many libraries have it.
pub fn gap_shifted(zone: Zone, wall: NaiveDateTime) -> DateTime<Utc> {
    let with_the_offset_before = || {
        let day = TimeDelta::days(1);
        let before = zone.from_utc_datetime(&(wall - day)).naive_local() - (wall - day);
        (wall - before).and_utc()
    };
    let found = zone.from_local_datetime(&wall).earliest();
    found.map_or_else(with_the_offset_before, |instant| instant.to_utc())
}

/// 02:30 in a fold is the second one.
pub fn fold_second(zone: Zone, wall: NaiveDateTime) -> DateTime<Utc> {
    let found = zone.from_local_datetime(&wall).latest();
    found.map(|instant| instant.to_utc()).unwrap_or_else(|| {
        due::occurrence(&zone, wall.date(), wall.time()).unwrap_or(DateTime::<Utc>::MAX_UTC)
    })
}

/// The last occurrence up to `now`, for rivals that get this much right.
fn latest(zone: Zone, now: DateTime<Utc>, time: NaiveTime) -> Option<(NaiveDate, DateTime<Utc>)> {
    let tomorrow = local(zone, now).date() + Days::new(1);
    let dates = tomorrow.iter_days().rev().take(4);
    dates
        .filter_map(|date| Some((date, due::occurrence(&zone, date, time)?)))
        .find(|&(_, due)| due <= now)
}
