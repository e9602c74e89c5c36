//! The minute in which a check takes place: the one at which `BACKUP_CLOCK` stands still for
//! a subject that honours it, the real one for all others.

use std::cmp::Ordering;
use std::thread;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Timelike, Utc};

/// From this second on a check must expect the minute to turn under it.
const LATE: u32 = 45;

/// Where the time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// The system's clock. Subjects are told that they are in Greenwich, as we are here.
    Real,
    /// `BACKUP_CLOCK`, at 16:07 on 8 February 2023.
    Set,
}

impl Times {
    /// The value of `BACKUP_CLOCK` that stands still.
    pub fn still(self) -> Option<&'static str> {
        (self == Times::Set).then_some("2023-02-08T16:07")
    }

    /// The same, for a clock that comes to [`Times::ahead`] of one minute.
    pub fn turning(self) -> Option<&'static str> {
        (self == Times::Set).then_some("2023-02-08T16:07:30..2023-02-08T16:09:30")
    }

    /// The schedule of `path` for this minute; and for the next one as well, when it is near.
    pub fn due(self, path: &str, name: &str) -> String {
        // One look at the clock: the minute may turn before the next.
        let now = self.now();
        let mut lines = format!("{path};{};{name}\n", hhmm(now));
        if now.second() >= LATE {
            lines += &format!("{path};{};{name}\n", hhmm(now + TimeDelta::minutes(1)));
        }
        lines
    }

    /// The time in so many minutes, as hh:mm.
    pub fn ahead(self, minutes: i64) -> String {
        hhmm(self.now() + TimeDelta::minutes(minutes))
    }

    /// The time in so many minutes, but of this day: what is past midnight comes tomorrow, or was
    /// yesterday.
    pub fn ahead_today(self, minutes: i64) -> String {
        let now = self.now();
        let then = now + TimeDelta::minutes(minutes);
        match then.date_naive().cmp(&now.date_naive()) {
            Ordering::Less => "00:00".to_owned(),
            Ordering::Equal => hhmm(then),
            Ordering::Greater => "23:59".to_owned(),
        }
    }

    fn now(self) -> DateTime<Utc> {
        match self {
            Times::Real => Utc::now(),
            Times::Set => "2023-02-08T16:07:00Z".parse().expect("a time"),
        }
    }

    /// Waits until the second is one of `from..to`, in this minute or in the next.
    pub fn wait_for_seconds(self, from: u32, to: u32) {
        while self == Times::Real && !(from..to).contains(&Utc::now().second()) {
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits for a minute that is neither one of the first two of this day nor of its last: there
    /// is an earlier one then, and a later one.
    pub fn wait_for_the_day(self) {
        let minutes_today = || Utc::now().num_seconds_from_midnight() / 60;
        while self == Times::Real && !(2..24 * 60 - 2).contains(&minutes_today()) {
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until the minute that is `hhmm` now is about to end.
    pub fn wait_for_second(self, second: u32, hhmm: &str) {
        while self == Times::Real && self.ahead(0) == hhmm && Utc::now().second() < second {
            thread::sleep(Duration::from_millis(50));
        }
    }
}

fn hhmm(time: DateTime<Utc>) -> String {
    time.format("%H:%M").to_string()
}
