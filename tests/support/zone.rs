//! Time zones for tests: from a rule or a list of changes, never from the machine's files.

use std::fmt;

use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, Offset, TimeDelta};
use chrono::{Datelike, TimeZone, Utc};

/// The years for which a rule is written out: enough for the tests, and few to look through.
const YEARS: std::ops::RangeInclusive<i32> = 2025..=2027;

/// A zone as the instants at which its offset changes. It is leaked, so that a zone is `Copy`, and
/// lives as long as the tests.
#[derive(Clone, Copy)]
pub struct Zone(&'static Rules);

struct Rules {
    name: String,
    first: i32,
    /// From this instant on, that many seconds east; in order.
    changes: Vec<(i64, i32)>,
}

impl Zone {
    /// A zone that starts `first` seconds east of Greenwich, and changes at each instant, given
    /// in UTC as `2011-12-30T10:00:00Z`, to another offset.
    #[allow(dead_code, reason = "the pictures of the book have no use for it")]
    pub fn of_changes(name: &str, first: i32, changes: &[(&str, i32)]) -> Zone {
        let instant = |text: &str| text.parse::<DateTime<Utc>>().expect(text).timestamp();
        let changes = changes.iter().map(|&(at, east)| (instant(at), east));
        Zone::new(name, first, changes.collect())
    }

    /// A zone as POSIX writes it in the variable `TZ`, with rules of the form `Mm.w.d/time`:
    /// `CET-1CEST,M3.5.0,M10.5.0/3`. See tzset(3).
    pub fn posix(rule: &str) -> Zone {
        let mut parts = rule.split(',');
        let rest = skip_name(parts.next().expect(rule));
        let (west, rest) = clock_time(rest);
        let standard = -west;
        if rest.is_empty() {
            return Zone::new(rule, standard, Vec::new());
        }
        let rest = skip_name(rest);
        let summer = match rest {
            "" => standard + 3600,
            _ => -clock_time(rest).0,
        };
        let (begin, end) = (parts.next().expect(rule), parts.next().expect(rule));
        let mut changes = Vec::new();
        for year in YEARS {
            // Each change is written in the time that ends with it.
            changes.push((moment(year, begin) - i64::from(standard), summer));
            changes.push((moment(year, end) - i64::from(summer), standard));
        }
        changes.sort_unstable();
        // Before the first change it is as after the second.
        let first = changes[1].1;
        Zone::new(rule, first, changes)
    }

    fn new(name: &str, first: i32, changes: Vec<(i64, i32)>) -> Zone {
        Zone(Box::leak(Box::new(Rules {
            name: name.to_owned(),
            first,
            changes,
        })))
    }

    /// How many seconds east of Greenwich clocks are at an instant, in seconds since 1970.
    pub fn east(self, instant: i64) -> i32 {
        let passed = self.0.changes.iter().rev().find(|(at, _)| *at <= instant);
        passed.map_or(self.0.first, |&(_, east)| east)
    }

    /// The instants at which the offset changes, in seconds since 1970.
    #[allow(dead_code, reason = "the suites have no use for it")]
    pub fn changes(self) -> impl Iterator<Item = i64> {
        self.0.changes.iter().map(|&(at, _)| at)
    }

    fn at(self, instant: i64) -> At {
        At(
            self,
            FixedOffset::east_opt(self.east(instant)).expect("less than a day"),
        )
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.name)
    }
}

/// The offset of a zone at some instant. chrono wants to find the way back to the zone.
#[derive(Clone, Copy, Debug)]
pub struct At(Zone, FixedOffset);

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.1.fmt(f)
    }
}

impl Offset for At {
    fn fix(&self) -> FixedOffset {
        self.1
    }
}

impl TimeZone for Zone {
    type Offset = At;

    fn from_offset(at: &At) -> Zone {
        at.0
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> At {
        self.at(utc.and_utc().timestamp())
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> At {
        self.offset_from_utc_datetime(&utc.and_time(chrono::NaiveTime::MIN))
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<At> {
        let wall = local.and_utc().timestamp();
        let day = TimeDelta::days(1).num_seconds();
        // At most one change within two days: an offset is right if it leads back to itself.
        let [before, after] = [wall - day, wall + day].map(|near| self.at(near));
        let leads_back = |at: At| self.east(wall - i64::from(at.seconds())) == at.seconds();
        match (leads_back(before), leads_back(after)) {
            (true, true) if before.seconds() != after.seconds() => {
                MappedLocalTime::Ambiguous(before, after)
            }
            (true, _) => MappedLocalTime::Single(before),
            (_, true) => MappedLocalTime::Single(after),
            _ => MappedLocalTime::None,
        }
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> MappedLocalTime<At> {
        self.offset_from_local_datetime(&local.and_time(chrono::NaiveTime::MIN))
    }
}

impl At {
    fn seconds(self) -> i32 {
        self.1.local_minus_utc()
    }
}

/// The rest after a name like `CET` or `<-03>`.
fn skip_name(text: &str) -> &str {
    match text.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>').expect(text).1,
        None => text.trim_start_matches(|c: char| c.is_ascii_alphabetic()),
    }
}

/// The seconds in `[+-]hh[:mm[:ss]]`, and what follows.
fn clock_time(text: &str) -> (i32, &str) {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || "+-:".contains(c)))
        .unwrap_or(text.len());
    let (time, rest) = text.split_at(end);
    let (sign, digits) = match time.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, time.trim_start_matches('+')),
    };
    let seconds = digits
        .split(':')
        .zip([3600, 60, 1])
        .map(|(part, unit)| part.parse::<i32>().expect(text) * unit);
    (sign * seconds.sum::<i32>(), rest)
}

/// When `Mm.w.d/time` happens in `year`: on weekday d (0 is Sunday) of week w of month m, where
/// week 5 is the last. In seconds since 1970, as if the local time it is written in were UTC.
fn moment(year: i32, rule: &str) -> i64 {
    let (date, time) = rule.split_once('/').unwrap_or((rule, "2"));
    let numbers = date.strip_prefix('M').expect(rule).split('.');
    let numbers: Vec<u32> = numbers.map(|n| n.parse().expect(rule)).collect();
    let [month, week, weekday] = numbers[..] else {
        panic!("{rule} is not Mm.w.d");
    };
    let day = (1..=31)
        .filter_map(|day| NaiveDate::from_ymd_opt(year, month, day))
        .filter(|day| day.weekday().num_days_from_sunday() == weekday)
        .take(week as usize)
        .last()
        .expect("each weekday comes four times a month");
    let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    midnight + i64::from(clock_time(time).0)
}
