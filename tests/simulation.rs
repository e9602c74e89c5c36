//! A year of checks, in many zones: T1 to T6.
//!
//! A world has random events (long backups, suspends, clock steps, edited files, restarts, changes of
//! zone). At each check a rule decides which backups are due, and the oracle decides which should be.
//! The reference must keep all promises everywhere. Each naive rule must break exactly the promises
//! that `docs/time.md` says it breaks.

#[path = "simulation/naive_rules.rs"]
mod naive_rules;
#[path = "simulation/oracle.rs"]
mod oracle;
#[path = "support/random.rs"]
mod random;
#[path = "support/zone.rs"]
mod zone;
#[path = "simulation/zones.rs"]
mod zones;

use std::collections::VecDeque;
use std::sync::LazyLock;

// `crate::schedule`, for the mistakes of task 11.
use backup::schedule::{self, Schedule};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use naive_rules::*;
use oracle::{Broken, Calendar, Decision, Judge};
use random::Random;
use zone::Zone;
use zones::{NUUK, PARIS, UTC};

/// When the schedules are: around midnight, in the small hours where clocks change, at noon.
const TIMES: [&str; 8] = [
    "00:00", "00:15", "01:30", "02:15", "02:30", "03:00", "12:00", "23:30",
];

/// The kinds of events in a simulation.
#[derive(Clone, Copy, Debug)]
struct World {
    /// Some backups take up to half an hour.
    backups: bool,
    /// The machine sleeps for up to nine hours.
    suspends: bool,
    /// The clock is set, forward and back, by one of these, or by less.
    steps: &'static [TimeDelta],
    /// The service is stopped and started, lines are deleted and added again, the zone changes.
    changes: bool,
}

const CALM: World = World {
    backups: false,
    suspends: false,
    steps: &[],
    changes: false,
};
const BUSY: World = World {
    backups: true,
    ..CALM
};
const ASLEEP: World = World {
    suspends: true,
    ..CALM
};
const STEPPED: World = World {
    steps: &[
        TimeDelta::minutes(30),
        TimeDelta::hours(4),
        TimeDelta::days(6),
    ],
    ..ASLEEP
};
const ROUGH: World = World {
    backups: true,
    changes: true,
    ..STEPPED
};

/// The zones of most tests, and what happens in them, worked out once.
static FEW: LazyLock<Vec<Calendar>> = LazyLock::new(|| calendars(zones::few()));

fn calendars(zones: Vec<Zone>) -> Vec<Calendar> {
    let times = TIMES.map(|time| NaiveTime::parse_from_str(time, "%H:%M").expect(time));
    // With room for clocks that are set by days, and for the date line.
    let (from, to) = (at("2025-12-15T00:00:00Z"), at("2027-01-20T00:00:00Z"));
    let calendar = |zone| Calendar::walk(zone, &times, from, to);
    zones.into_iter().map(calendar).collect()
}

fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().expect(instant)
}

fn up_to(dice: &mut Random, span: TimeDelta) -> TimeDelta {
    TimeDelta::milliseconds(dice.below(span.num_milliseconds() as usize) as i64)
}

type Span = (DateTime<Utc>, DateTime<Utc>);

/// The times that are worth a simulation: the hours around each change in a world without suspends,
/// where most checks are idle; else a spring, or a year.
fn spans(world: World, zone: Zone) -> Vec<Span> {
    let year = at("2026-01-01T00:00:00Z")..at("2027-01-01T00:00:00Z");
    if world.changes {
        return vec![(year.start, year.end)];
    } else if world.suspends {
        return vec![(at("2026-03-01T00:00:00Z"), at("2026-05-01T00:00:00Z"))];
    }
    let changes = zone
        .changes()
        .filter_map(|change| DateTime::from_timestamp(change, 0))
        .filter(|change| year.contains(change));
    let nights: Vec<Span> = changes
        .map(|change| (change - TimeDelta::hours(1), change + TimeDelta::hours(2)))
        .collect();
    if nights.is_empty() {
        return vec![(at("2026-06-01T10:00:00Z"), at("2026-06-03T03:00:00Z"))];
    }
    nights
}

/// A service in a world. After each restart it is a new one.
struct Simulation<'a> {
    world: World,
    start: Start,
    zones: &'a [Calendar],
    /// The zone in which it is.
    place: usize,
    dice: Random,
    now: DateTime<Utc>,
    /// The latest time that the clock has shown.
    latest: DateTime<Utc>,
    /// The schedules in the file, by number, and as they are.
    present: Vec<usize>,
    schedules: Vec<Schedule>,
    rule: Box<dyn Rule>,
    judge: Judge,
    /// Since the last check the service only slept.
    idle: bool,
    broken: Broken,
    /// The last few checks up to the first broken promise, to show what led to it.
    recent: VecDeque<(Zone, Decision)>,
}

impl<'a> Simulation<'a> {
    fn new(
        seed: u64,
        world: World,
        start: Start,
        zones: &'a [Calendar],
        place: usize,
        now: DateTime<Utc>,
    ) -> Self {
        let present: Vec<usize> = (0..TIMES.len()).collect();
        Simulation {
            world,
            start,
            zones,
            place,
            dice: Random::new(seed),
            now,
            latest: now,
            schedules: schedules(&present),
            present,
            rule: start(now),
            judge: Judge::new(now),
            idle: true,
            broken: Broken::new(),
            recent: VecDeque::new(),
        }
    }

    fn run(mut self, to: DateTime<Utc>) -> Self {
        while self.now < to {
            let next = self.rule.next_check(self.zone(), self.now);
            let backups = self.check();
            self.pass_time(next, backups);
            if self.world.changes {
                self.change();
            }
        }
        self
    }

    fn calendar(&self) -> &'a Calendar {
        &self.zones[self.place]
    }

    fn zone(&self) -> Zone {
        self.calendar().zone
    }

    /// One check, which the oracle judges. Returns the number of backups.
    fn check(&mut self) -> usize {
        let due = self.rule.check(self.zone(), self.now, &self.schedules);
        let due = due.into_iter().map(|(at, since)| (self.present[at], since));
        let decision = Decision {
            now: self.now,
            present: self.present.clone(),
            due: due.collect(),
            idle: self.idle,
        };
        let backups = decision.due.len();
        let was_kept = self.broken.is_empty();
        self.judge
            .judge(self.calendar(), &decision, &mut self.broken);
        if was_kept {
            self.recent.push_back((self.zone(), decision));
            self.recent.drain(..self.recent.len().saturating_sub(12));
        }
        backups
    }

    /// Backups, sleep, suspends and clock steps, up to the next check.
    fn pass_time(&mut self, next: DateTime<Utc>, backups: usize) {
        let world = self.world;
        for _ in 0..backups {
            if world.backups && self.dice.one_in(2) {
                self.now += up_to(&mut self.dice, TimeDelta::minutes(30));
            }
        }
        // After a long backup, the next check is at once.
        self.idle = self.now < next;
        self.now = self.now.max(next) + up_to(&mut self.dice, TimeDelta::milliseconds(5));
        if world.suspends && !self.dice.one_in(3) {
            self.now = self.wake_up();
            self.idle = false;
        }
        if !world.steps.is_empty() && self.dice.one_in(40) {
            self.set_clock();
            self.idle = false;
        }
        self.latest = self.latest.max(self.now);
    }

    /// After a suspend of up to nine hours: at any time, or close to one that matters.
    fn wake_up(&mut self) -> DateTime<Utc> {
        let any = self.now + up_to(&mut self.dice, TimeDelta::hours(9));
        let time = self.dice.below(TIMES.len());
        let near = match self.dice.below(3) {
            0 => return any,
            1 => self.calendar().around(time, self.now).1.instant,
            _ => self
                .zone()
                .changes()
                .filter_map(|change| DateTime::from_timestamp(change, 0))
                .find(|&change| change > self.now)
                .unwrap_or(any),
        };
        let close = near - TimeDelta::minutes(2) + up_to(&mut self.dice, TimeDelta::minutes(3));
        if self.now < close && close < self.now + TimeDelta::hours(9) {
            close
        } else {
            any
        }
    }

    fn set_clock(&mut self) {
        let longest = *self.dice.of(self.world.steps);
        let step = if self.dice.one_in(2) {
            longest
        } else {
            up_to(&mut self.dice, longest)
        };
        // Dates are remembered for a week, so all steps back together are less than that.
        let is_back = self.dice.one_in(2) && self.now - step > self.latest - TimeDelta::days(6);
        self.now += if is_back { -step } else { step };
    }

    /// Edits of the file, changes of the zone and restarts.
    fn change(&mut self) {
        if self.dice.one_in(20) {
            let schedule = self.dice.below(TIMES.len());
            match self.present.iter().position(|&there| there == schedule) {
                Some(place) => drop(self.present.remove(place)),
                None => self.present.push(schedule),
            }
            self.schedules = schedules(&self.present);
        }
        if self.dice.one_in(400) {
            self.place = self.dice.below(self.zones.len());
            self.idle = false;
        }
        if self.dice.one_in(100) {
            self.rule = (self.start)(self.now);
            self.judge = Judge::new(self.now);
            self.latest = self.now;
            self.idle = true;
        }
    }
}

fn schedules(present: &[usize]) -> Vec<Schedule> {
    let line = |&schedule: &usize| format!("src;{};s{schedule}", TIMES[schedule]);
    let schedule = |number| line(number).parse().expect("a schedule");
    present.iter().map(schedule).collect()
}

/// In every `n`th of the zones.
fn reference_keeps_all_promises(world: World, zones: &[Calendar], n: usize) {
    for place in (0..zones.len()).step_by(n) {
        let (seed, zone) = (place as u64, zones[place].zone);
        for (from, to) in spans(world, zone) {
            let start = naive_rules::reference;
            let run = Simulation::new(seed, world, start, zones, place, from).run(to);
            assert!(
                run.broken.is_empty(),
                "in {zone:?}, {world:?}, all promises must be kept\n{:#?}\n{:#?}",
                run.recent,
                run.broken
            );
        }
    }
}

#[test]
fn all_promises_are_kept_on_the_nights_of_a_change() {
    reference_keeps_all_promises(CALM, &FEW, 1);
}

#[test]
fn all_promises_are_kept_in_a_rough_year() {
    reference_keeps_all_promises(ROUGH, &FEW, 3);
}

#[test]
#[ignore = "slow: the nights and the year in 38 zones"]
fn all_promises_are_kept_in_every_zone() {
    let zones = calendars(zones::all());
    reference_keeps_all_promises(CALM, &zones, 1);
    reference_keeps_all_promises(ROUGH, &zones, 1);
}

/// A naive rule, a world and a zone, and the promises that the rule breaks there.
const BROKEN: [(&str, Start, World, &str, &str); 24] = [
    ("same_minute", same_minute, CALM, UTC, "T2 T3"),
    ("same_minute", same_minute, ASLEEP, PARIS, "T1 T2 T3"),
    ("same_minute_once", same_minute_once, CALM, UTC, ""),
    ("same_minute_once", same_minute_once, CALM, PARIS, "T1"),
    ("same_minute_once", same_minute_once, BUSY, UTC, "T2"),
    ("same_minute_once", same_minute_once, ASLEEP, UTC, "T2"),
    ("passed_today", passed_today, CALM, UTC, "T5"),
    ("passed_today", passed_today, CALM, NUUK, "T1 T5"),
    ("passed_today", passed_today, ASLEEP, UTC, "T2"),
    ("lost_at_midnight", lost_at_midnight, CALM, UTC, ""),
    ("lost_at_midnight", lost_at_midnight, CALM, NUUK, "T1"),
    ("lost_at_midnight", lost_at_midnight, ASLEEP, UTC, "T2"),
    ("every_24_hours", every_24_hours, CALM, UTC, "T2 T3"),
    ("every_24_hours", every_24_hours, ASLEEP, PARIS, "T1 T2 T3"),
    ("no_memory", no_memory, BUSY, UTC, ""),
    ("no_memory", no_memory, STEPPED, UTC, "T4"),
    ("the old time", waits_for_the_old_time, ASLEEP, PARIS, ""),
    ("the old time", waits_for_the_old_time, STEPPED, UTC, "T4"),
    ("cron", cron, CALM, PARIS, ""),
    ("cron", cron, ASLEEP, UTC, "T2"),
    ("cron", cron, STEPPED, UTC, "T2 T4"),
    ("next_instant", next_instant, CALM, PARIS, "T1"),
    ("next_instant", next_instant, ASLEEP, UTC, ""),
    ("next_instant", next_instant, STEPPED, UTC, "T4"),
];

/// An oracle that accepts every rule proves nothing.
#[test]
fn naive_rules_break_exactly_these_promises() {
    for (name, start, world, zone, expected) in BROKEN {
        let is_it = |calendar: &Calendar| format!("{:?}", calendar.zone) == zone;
        let place = FEW.iter().position(is_it).expect("one of the few");
        let mut broken = Broken::new();
        // A promise is not broken in each spring; it shows within eight. If none should be, one is enough.
        for seed in 1..=8 {
            for (from, to) in spans(world, FEW[place].zone) {
                let run = Simulation::new(seed, world, start, &FEW, place, from).run(to);
                broken.extend(run.broken);
            }
            if broken.len() >= expected.split_whitespace().count() {
                break;
            }
        }
        let promises: Vec<&str> = broken.keys().copied().collect();
        assert_eq!(
            promises.join(" "),
            expected,
            "{name} in {zone}, {world:?}, must break these promises (right). It did: {broken:#?}"
        );
    }
}
