//! The time at which a check takes place.
//!
//! A submission that knows `BACKUP_CLOCK` gets its time from that variable, others from libfaketime
//! where it is installed. So the verdicts do not depend on when one grades. What is left takes the
//! real time.

use std::cmp::Ordering;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Timelike, Utc};

use crate::check::{Failure, Verdict};
use crate::faketime::Faketime;

/// From this second of a real minute on, a schedule for the next minute is due soon as well.
const LATE: u32 = 45;

/// How many seconds pass in a real second while a check waits for a minute to end. A service that
/// sleeps for 45 seconds then sleeps for nine.
const RATE: i32 = 5;

/// The same where a slow `start` must not use up the minute.
const SLOW_RATE: i32 = 3;

/// The zone of most checks.
const UTC: &str = "UTC";

/// Where a submission gets its time from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The machine's clock.
    Real,
    /// The variable `BACKUP_CLOCK`.
    BackupClock,
    /// libfaketime.
    Faketime,
}

/// The clock of one check.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
    /// The value of `TZ`.
    zone: &'static str,
    /// The time when `since` was taken, in UTC. Unused for the real time.
    start: DateTime<Utc>,
    since: DateTime<Utc>,
    /// How many seconds pass in a real second.
    rate: i32,
    /// The end of the time that `BACKUP_CLOCK` plays, if it does not stand still.
    end: Option<DateTime<Utc>>,
    faketime: Option<Faketime>,
    /// The file that tells libfaketime the time.
    file: PathBuf,
}

impl Clock {
    /// A clock at 16:07, or the real one.
    pub fn new(source: Source, faketime: Option<Faketime>, file: PathBuf) -> Clock {
        let mut clock = Clock {
            source,
            zone: UTC,
            start: utc("2023-02-08 16:07:00"),
            since: Utc::now(),
            rate: 1,
            end: None,
            faketime,
            file,
        };
        clock.set(clock.start, 1);
        clock
    }

    /// Starts again from `time`.
    fn set(&mut self, time: DateTime<Utc>, rate: i32) {
        self.start = time;
        self.since = Utc::now();
        self.rate = rate;
        self.end = None;
        if let (Source::Faketime, Some(faketime)) = (self.source, &self.faketime) {
            let offset = (time - self.since).as_seconds_f64();
            faketime.write(&self.file, offset, rate);
        }
    }

    /// Lets `command` run at the time and in the zone of this check.
    pub fn prepare(&self, command: &mut Command) {
        command.env("TZ", self.zone).env_remove("BACKUP_CLOCK");
        match (self.source, &self.faketime) {
            (Source::BackupClock, _) => {
                command.env("BACKUP_CLOCK", self.backup_clock());
            }
            (Source::Faketime, Some(faketime)) => faketime.prepare(command, &self.file),
            _ => {}
        }
    }

    fn backup_clock(&self) -> String {
        let local = |time: DateTime<Utc>| time.format("%Y-%m-%dT%H:%M:%S").to_string();
        match self.end {
            None => self.start.format("%Y-%m-%dT%H:%M").to_string(),
            Some(end) => format!("{}..{}", local(self.start), local(end)),
        }
    }

    /// The time now.
    pub fn now(&self) -> DateTime<Utc> {
        match self.source {
            Source::Real => Utc::now(),
            Source::BackupClock => self.start,
            Source::Faketime => self.start + (Utc::now() - self.since) * self.rate,
        }
    }

    /// The schedule of `path` for this minute; if the real minute is about to end, for the next one
    /// as well.
    pub fn due(&self, path: &str, name: &str) -> String {
        // The clock is read once: the minute may end before it is read again.
        let now = self.now();
        let mut lines = format!("{path};{};{name}\n", hhmm(now));
        if self.source == Source::Real && now.second() >= LATE {
            lines += &format!("{path};{};{name}\n", hhmm(now + TimeDelta::minutes(1)));
        }
        lines
    }

    /// The time in so many minutes, as hh:mm.
    pub fn ahead(&self, minutes: i64) -> String {
        hhmm(self.now() + TimeDelta::minutes(minutes))
    }

    /// The time in so many minutes, but of this day: what is past midnight comes tomorrow, or was
    /// yesterday.
    pub fn ahead_today(&self, minutes: i64) -> String {
        let now = self.now();
        let then = now + TimeDelta::minutes(minutes);
        match then.date_naive().cmp(&now.date_naive()) {
            Ordering::Less => "00:00".to_owned(),
            Ordering::Equal => hhmm(then),
            Ordering::Greater => "23:59".to_owned(),
        }
    }

    /// Whether the service sees the next minute come. It does not while `BACKUP_CLOCK` stands still.
    pub fn runs(&self) -> bool {
        self.source != Source::BackupClock || self.end.is_some()
    }

    /// Sets the clock to `time`, in UTC.
    ///
    /// # Errors
    /// The sentence is not asked if the clock cannot be set.
    pub fn set_to(&mut self, time: &str) -> Verdict {
        if self.source == Source::Real {
            return cannot_set();
        }
        self.set(utc(time), 1);
        Ok(())
    }

    /// Sets the clock to `time` in UTC, in a zone with another offset, and lets it run for
    /// `seconds`.
    ///
    /// # Errors
    /// The sentence is not asked if the clock cannot be set.
    pub fn play(&mut self, time: &str, seconds: i64) -> Verdict {
        self.set_to(time)?;
        self.set(self.start, self.quick_rate());
        self.end =
            (self.source == Source::BackupClock).then(|| self.start + TimeDelta::seconds(seconds));
        Ok(())
    }

    /// The minute ends within ten seconds: a service that sleeps for more than a minute after its
    /// first check misses the next minute.
    pub fn wait_for_end_of_minute(&mut self) {
        match self.source {
            Source::Real => self.wait_for_seconds(50, 58),
            Source::Faketime => self.set(utc("2023-02-08 16:07:50"), self.quick_rate()),
            Source::BackupClock => {
                self.end = Some(utc("2023-02-08 16:09:30"));
                self.start = utc("2023-02-08 16:07:50");
            }
        }
    }

    /// The same, unless `BACKUP_CLOCK` stands still: then this minute will do.
    pub fn wait_for_end_of_minute_unless_still(&mut self) {
        if self.runs() {
            self.wait_for_end_of_minute();
        }
    }

    /// The minute has just begun: a service that sleeps for 45 seconds checks twice in it.
    pub fn wait_for_start_of_minute(&mut self) {
        match self.source {
            Source::Real => self.wait_for_seconds(0, 10),
            Source::Faketime => self.set(utc("2023-02-08 16:07:00"), SLOW_RATE),
            Source::BackupClock => {}
        }
    }

    /// How long, in real seconds, a service may take to see the next minute.
    pub fn one_minute(&self) -> Duration {
        Duration::from_secs(if self.rate > 1 { 30 } else { 110 })
    }

    /// Takes the time from libfaketime, also for a submission that knows `BACKUP_CLOCK`: only then
    /// can a check see a service wait.
    ///
    /// # Errors
    /// The sentence is not asked if there is no libfaketime, or if it does not work here.
    pub fn use_faketime(&mut self, time: &str) -> Verdict {
        if self.source == Source::Real || self.faketime.is_none() {
            return cannot_set();
        }
        // The services that know `BACKUP_CLOCK` do not sleep in a way that libfaketime shortens.
        let rate = self.quick_rate();
        self.source = Source::Faketime;
        self.set(utc(time), rate);
        Ok(())
    }

    /// Whether a running service sees [`jump_to`](Clock::jump_to).
    pub fn can_jump(&self) -> bool {
        self.source == Source::Faketime
    }

    /// Lets the clock of libfaketime jump to `time`, from where it runs as a real clock.
    pub fn jump_to(&mut self, time: &str) {
        self.set(utc(time), 1);
    }

    /// The zone of this check.
    pub fn set_zone(&mut self, zone: &'static str) {
        self.zone = zone;
    }

    /// How many real seconds `seconds` take.
    pub fn real(&self, seconds: u32) -> Duration {
        Duration::from_secs(u64::from(seconds)) / self.rate.unsigned_abs()
    }

    fn quick_rate(&self) -> i32 {
        match self.source {
            Source::Faketime => RATE.max(self.rate),
            _ => 1,
        }
    }

    /// Waits until the second is one of `from..to`, in this minute or in the next.
    pub fn wait_for_seconds(&self, from: u32, to: u32) {
        while self.source == Source::Real && !(from..to).contains(&self.now().second()) {
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits for a minute that is neither one of the first two of this day nor of its last: there
    /// is an earlier one then, and a later one.
    pub fn wait_for_the_day(&self) {
        let minutes_today = || self.now().num_seconds_from_midnight() / 60;
        while self.source == Source::Real && !(2..24 * 60 - 2).contains(&minutes_today()) {
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until the minute that is `hhmm` now is about to end, if it does end.
    pub fn wait_for_second(&self, second: u32, hhmm: &str) {
        while self.runs() && self.ahead(0) == hhmm && self.now().second() < second {
            thread::sleep(Duration::from_millis(50));
        }
        // A program's clock is late by as much as it started late.
        if self.source == Source::Faketime {
            thread::sleep(self.real(20));
        }
    }
}

fn cannot_set() -> Verdict {
    Err(Failure::NotAsked(
        "the clock cannot be set: install libfaketime (Debian: faketime)".to_owned(),
    ))
}

fn utc(time: &str) -> DateTime<Utc> {
    let time = NaiveDateTime::parse_from_str(time, "%Y-%m-%d %H:%M:%S").expect("a time");
    time.and_utc()
}

fn hhmm(time: DateTime<Utc>) -> String {
    time.format("%H:%M").to_string()
}
