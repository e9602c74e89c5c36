//! The oracle: it walks through the year minute by minute, notes when clocks reach each time of day,
//! and judges a rule by that. It shares no code and no idea with the rule of the reference.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveTime, TimeDelta, Timelike, Utc};

use crate::zone::Zone;

const MINUTES_A_DAY: i64 = 1440;

/// One time of day on one local date.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence {
    /// Local days since 1970-01-01.
    pub day: i64,
    pub instant: DateTime<Utc>,
    /// The clock jumped over it.
    pub in_gap: bool,
}

/// When each time of day happens in a zone, in order.
pub struct Calendar {
    pub zone: Zone,
    times: Vec<NaiveTime>,
    occurrences: Vec<Vec<Occurrence>>,
}

impl Calendar {
    /// Walks from `from` to `to`, and notes each time of day when clocks first reach it.
    pub fn walk(zone: Zone, times: &[NaiveTime], from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        let mut wanted: Vec<Vec<usize>> = vec![Vec::new(); MINUTES_A_DAY as usize];
        for (index, time) in times.iter().enumerate() {
            wanted[(time.hour() * 60 + time.minute()) as usize].push(index);
        }
        let mut occurrences = vec![Vec::new(); times.len()];
        let mut changes = zone.changes().filter(|&change| from.timestamp() < change);
        let mut next_change = changes.next().unwrap_or(i64::MAX);
        let mut east = i64::from(zone.east(from.timestamp()));
        // Step with the minutes of local clocks.
        let mut instant = from.timestamp() - east.rem_euclid(60);
        let mut highest = (instant + east) / 60;
        while instant < to.timestamp() {
            instant += 60;
            if instant >= next_change {
                east = i64::from(zone.east(instant));
                next_change = changes.next().unwrap_or(i64::MAX);
            }
            let shown = (instant + east) / 60;
            // In a fold nothing comes that has not been there before.
            for minute in highest + 1..=shown {
                let day = minute / MINUTES_A_DAY;
                if day != highest / MINUTES_A_DAY && day != shown / MINUTES_A_DAY {
                    continue;
                }
                for &index in &wanted[(minute % MINUTES_A_DAY) as usize] {
                    occurrences[index].push(Occurrence {
                        day,
                        instant: DateTime::from_timestamp(instant, 0).expect("this century"),
                        in_gap: minute != shown,
                    });
                }
            }
            highest = highest.max(shown);
        }
        Calendar {
            zone,
            times: times.to_vec(),
            occurrences,
        }
    }

    /// The last occurrence of a time up to `now`, and the next one.
    pub fn around(&self, time: usize, now: DateTime<Utc>) -> (Occurrence, Occurrence) {
        let occurrences = &self.occurrences[time];
        let next = occurrences.partition_point(|occurrence| occurrence.instant <= now);
        (occurrences[next - 1], occurrences[next])
    }

    fn minute_of(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let local = now.timestamp() + i64::from(self.zone.east(now.timestamp()));
        let start = now.timestamp() - local.rem_euclid(60);
        DateTime::from_timestamp(start, 0).expect("this century")
    }

    fn shows(&self, time: usize, now: DateTime<Utc>) -> bool {
        let local = now.timestamp() + i64::from(self.zone.east(now.timestamp()));
        let time = self.times[time];
        local.rem_euclid(86400) / 60 == i64::from(time.hour() * 60 + time.minute())
    }
}

/// The decision of a rule at one check.
#[derive(Debug)]
pub struct Decision {
    pub now: DateTime<Utc>,
    /// The schedules in the file, by number; schedule `n` has the time `n`.
    pub present: Vec<usize>,
    /// The schedules that were due, each with its instant, if the rule knows that.
    pub due: Vec<(usize, Option<DateTime<Utc>>)>,
    /// Since the last check the service only slept.
    pub idle: bool,
}

/// The judge of one run of the service, from its start to its end.
pub struct Judge {
    begin: DateTime<Utc>,
    last: Option<DateTime<Utc>>,
    latest: DateTime<Utc>,
    /// The latest time there had been when the clock was last set back.
    old_time: Option<DateTime<Utc>>,
    present: BTreeSet<usize>,
    /// How often the clock was set back.
    set_backs: u32,
    /// The backups, by schedule and date.
    ran: BTreeMap<(usize, i64), Ran>,
}

/// A schedule that ran for a date, or should have.
struct Ran {
    missed: bool,
    /// How often the clock had been set back by then.
    set_backs: u32,
}

/// A promise, and how it was broken.
pub type Broken = BTreeMap<&'static str, String>;

impl Judge {
    pub fn new(begin: DateTime<Utc>) -> Judge {
        Judge {
            begin,
            last: None,
            latest: begin,
            old_time: None,
            set_backs: 0,
            present: BTreeSet::new(),
            ran: BTreeMap::new(),
        }
    }

    /// Judges one check. Notes the first case in which each promise was broken.
    pub fn judge(&mut self, calendar: &Calendar, decision: &Decision, broken: &mut Broken) {
        let now = decision.now;
        if self.last.is_some_and(|last| now < last) {
            self.old_time = Some(self.latest);
            self.set_backs += 1;
        }
        for &(schedule, due) in &decision.due {
            if let Some((promise, what)) = self.wrong_run(calendar, decision, schedule, due) {
                broken
                    .entry(promise)
                    .or_insert_with(|| format!("s{schedule} {what}"));
            }
            let (occurrence, _) = calendar.around(schedule, now);
            self.note((schedule, occurrence.day), false);
        }
        for &schedule in &decision.present {
            let (occurrence, _) = calendar.around(schedule, now);
            let key = (schedule, occurrence.day);
            if self.ran.contains_key(&key) || !self.has_come(calendar, occurrence, now) {
                continue;
            }
            self.note(key, true);
            let promise = match self.old_time {
                _ if occurrence.in_gap => "T1",
                Some(old_time) if occurrence.instant <= old_time => "T4",
                _ => "T2",
            };
            let due = occurrence.instant;
            broken
                .entry(promise)
                .or_insert_with(|| format!("s{schedule} missed: due {due}"));
        }
        self.last = Some(now);
        self.latest = self.latest.max(now);
        self.present = decision.present.iter().copied().collect();
    }

    fn note(&mut self, key: (usize, i64), missed: bool) {
        let set_backs = self.set_backs;
        self.ran.insert(key, Ran { missed, set_backs });
    }

    /// Whether an occurrence is after the last check and not after this one, or in this minute.
    fn has_come(&self, calendar: &Calendar, occurrence: Occurrence, now: DateTime<Utc>) -> bool {
        self.last.is_some_and(|last| last < occurrence.instant)
            || calendar.minute_of(now) <= occurrence.instant
    }

    fn wrong_run(
        &self,
        calendar: &Calendar,
        decision: &Decision,
        schedule: usize,
        due: Option<DateTime<Utc>>,
    ) -> Option<(&'static str, String)> {
        let now = decision.now;
        let (occurrence, next) = calendar.around(schedule, now);
        let instant = occurrence.instant;
        if !decision.present.contains(&schedule) {
            return Some(("T2", "ran without being in the file".to_owned()));
        }
        if due.is_some_and(|due| due != instant) {
            return Some(("T1", format!("ran for {due:?}, not for {instant}")));
        }
        let soon = next.instant - now < TimeDelta::hours(3);
        let second_time = calendar.shows(schedule, now) && now - instant >= TimeDelta::minutes(1);
        let repeated = |promise| Some((promise, format!("ran again for {instant}")));
        match self.ran.get(&(schedule, occurrence.day)) {
            Some(ran) if ran.set_backs < self.set_backs => repeated("T4"),
            Some(_) if second_time => repeated("T1"),
            Some(_) if soon => Some(("T3", format!("ran early: due {}", next.instant))),
            Some(Ran { missed: true, .. }) => Some(("T3", format!("ran late: due {instant}"))),
            Some(_) => repeated("T2"),
            None if self.has_come(calendar, occurrence, now) => {
                let late = now - instant >= TimeDelta::seconds(1);
                let known = self.present.contains(&schedule) && self.last < Some(instant);
                (decision.idle && known && late).then(|| ("T3", format!("ran late: due {instant}")))
            }
            // In the minute of the last check, but not due then: the line was added, or the zone
            // changed. Both decisions are right.
            None if self
                .last
                .is_some_and(|last| calendar.minute_of(last) <= instant) =>
            {
                None
            }
            None if instant < calendar.minute_of(self.begin) => {
                Some(("T5", format!("made up for {instant}, before the start")))
            }
            None if soon => Some(("T3", format!("ran early: due {}", next.instant))),
            None => Some(("T2", format!("ran for {instant}, which is long past"))),
        }
    }
}
