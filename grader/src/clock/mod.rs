//! The time at which a check takes place.
//!
//! A submission that knows `BACKUP_CLOCK` gets its time from that variable, others from libfaketime
//! where it is installed; else they get the real time. So, with either of the two, a verdict does not
//! depend on when one grades.

mod setting;
mod waiting;

use std::cmp::Ordering;
use std::path::PathBuf;
use std::process::Command;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Timelike, Utc};

use crate::faketime::Faketime;

/// From this second of a real minute on, a schedule for the next minute is due soon as well.
const LATE: u32 = 45;

/// How many seconds pass in a real second while a check waits for a minute to end. A service that
/// sleeps for 45 seconds then sleeps for nine.
const RATE: i32 = 5;

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
}

fn utc(time: &str) -> DateTime<Utc> {
    let time = NaiveDateTime::parse_from_str(time, "%Y-%m-%d %H:%M:%S").expect("a time");
    time.and_utc()
}

fn hhmm(time: DateTime<Utc>) -> String {
    time.format("%H:%M").to_string()
}
