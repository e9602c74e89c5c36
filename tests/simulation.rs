//! A year of wakes, in forty zones, through everything that happens to a machine.
//!
//! The world makes up what happens (backups that take half an hour, suspends, clocks set, files
//! edited, restarts, travel), a rule says at each wake what to run, and the oracle says what it
//! should have run. The reference must keep all promises everywhere; the rules that people write
//! first must each break exactly the promises that `docs/time.md` says they break.

#[path = "simulation/oracle.rs"]
mod oracle;
#[path = "simulation/rivals.rs"]
mod rivals;
#[path = "support/zone.rs"]
mod zone;
#[path = "simulation/zones.rs"]
mod zones;

use std::collections::VecDeque;
use std::fmt::Write;

use backup::schedule::Schedule;
use backup::service::due::Due;
use chrono::{DateTime, NaiveTime, TimeDelta, TimeZone, Utc};

use oracle::{Broken, Calendar, Deed, Judge};
use rivals::{Reference, Start};
use zone::Zone;

/// When the schedules are: around midnight, in the small hours where clocks change, at noon.
const TIMES: [&str; 10] =
    ["00:00", "00:15", "01:30", "02:00", "02:15", "02:30", "03:00", "12:00", "23:30", "23:59"];

/// What happens to the machine, and to whom it happens.
#[derive(Clone, Copy, Debug, Default)]
struct World {
    /// Backups take up to half an hour, now and then.
    backups: bool,
    /// The machine sleeps for up to nine hours.
    suspends: bool,
    /// The clock is set, by up to this many hours, forward and back. Half of the times it is by
    /// half an hour.
    steps: i64,
    /// The service is stopped and started.
    restarts: bool,
    /// Lines are deleted, and added again.
    edits: bool,
    /// The zone changes.
    travel: bool,
}

/// Nothing ever happens.
const CALM: World = World {
    backups: false,
    suspends: false,
    steps: 0,
    restarts: false,
    edits: false,
    travel: false,
};
const BUSY: World = World { backups: true, ..CALM };
const ASLEEP: World = World { suspends: true, ..CALM };
const STEPPED: World = World { suspends: true, steps: 4, ..CALM };
/// All at once.
const ROUGH: World =
    World { backups: true, suspends: true, steps: 4, restarts: true, edits: true, travel: true };
/// The clock is set by days.
const LOST: World = World { steps: 6 * 24, ..ROUGH };

/// Numbers that look random, the same for the same seed (Steele, Lea and Flood's SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }

    fn one_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }

    fn up_to(&mut self, span: TimeDelta) -> TimeDelta {
        TimeDelta::milliseconds(self.below(span.num_milliseconds() as u64) as i64)
    }
}

fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().expect(instant)
}

fn calendars(zones: &[Zone]) -> Vec<(Zone, Calendar)> {
    let times = TIMES.map(|time| NaiveTime::parse_from_str(time, "%H:%M").expect(time));
    // With room for clocks that are set by days, and for the date line.
    let (from, to) = (at("2025-12-15T00:00:00Z"), at("2027-01-20T00:00:00Z"));
    zones.iter().map(|&zone| (zone, Calendar::walk(zone, &times, from, to))).collect()
}

/// One life after another of a service in a world, from `from` to `to`.
struct Simulation<'a> {
    seed: u64,
    world: World,
    start: Start,
    calendars: &'a [(Zone, Calendar)],
    place: usize,
    /// The last few wakes, for whoever has to find out what went wrong.
    log: VecDeque<String>,
    verbose: bool,
}

impl Simulation<'_> {
    fn run(&mut self, from: DateTime<Utc>, to: DateTime<Utc>) -> Broken {
        let mut dice = Dice(self.seed);
        let mut now = from;
        let mut latest = now;
        let mut present: Vec<usize> = (0..TIMES.len()).collect();
        let mut schedules = lines(&present);
        let mut rule = (self.start)(now);
        let mut judge = Judge::new(now);
        let mut broken = Broken::new();
        let mut idle = true;
        while now < to {
            let (zone, calendar) = &self.calendars[self.place];
            let zone = *zone;
            let runs = rule.wake(zone, now, &schedules);
            let runs: Vec<_> = runs.into_iter().map(|(at, due)| (present[at], due)).collect();
            let deed = Deed { now, present: present.clone(), runs, idle };
            let known = broken.len();
            judge.judge(calendar, &deed, &mut broken);
            self.note(zone, &deed);
            if self.verbose && broken.len() > known {
                return broken;
            }

            let next = rule.next_wake(zone, now);
            if self.world.backups {
                for _ in deed.runs.iter().filter(|_| true) {
                    if dice.one_in(3) {
                        now += dice.up_to(TimeDelta::minutes(30));
                    }
                }
            }
            // Behind a long backup, the next wake is at once.
            idle = now < next;
            now = now.max(next) + dice.up_to(TimeDelta::milliseconds(5));
            if self.world.suspends && dice.one_in(3) {
                now = self.wake_up(&mut dice, now);
                idle = false;
            }
            if self.world.steps > 0 && dice.one_in(40) {
                now = self.set_clock(&mut dice, now, latest);
                idle = false;
            }
            latest = latest.max(now);
            if self.world.edits && dice.one_in(20) {
                let schedule = dice.below(TIMES.len() as u64) as usize;
                match present.iter().position(|&there| there == schedule) {
                    Some(place) => drop(present.remove(place)),
                    None => present.push(schedule),
                }
                schedules = lines(&present);
            }
            if self.world.travel && dice.one_in(400) {
                self.place = dice.below(self.calendars.len() as u64) as usize;
                idle = false;
            }
            if self.world.restarts && dice.one_in(100) {
                rule = (self.start)(now);
                judge = Judge::new(now);
                latest = now;
                idle = true;
            }
        }
        broken
    }

    /// After a suspend of up to nine hours: at any time, or close to one that matters.
    fn wake_up(&self, dice: &mut Dice, now: DateTime<Utc>) -> DateTime<Utc> {
        let any = now + dice.up_to(TimeDelta::hours(9));
        let (zone, calendar) = &self.calendars[self.place];
        let time = dice.below(TIMES.len() as u64) as usize;
        let change = zone.changes().map(|change| DateTime::from_timestamp(change, 0));
        let near = match dice.below(3) {
            0 => return any,
            1 => calendar.around(time, now).1.instant,
            _ => change.flatten().find(|&change| change > now).unwrap_or(any),
        };
        let close = near - TimeDelta::minutes(2) + dice.up_to(TimeDelta::minutes(3));
        if now < close && close < now + TimeDelta::hours(9) { close } else { any }
    }

    fn set_clock(
        &self,
        dice: &mut Dice,
        now: DateTime<Utc>,
        latest: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let step = match dice.below(2) {
            0 => TimeDelta::minutes(30),
            _ if self.world.steps > 4 => dice.up_to(TimeDelta::hours(self.world.steps)),
            _ => TimeDelta::hours(4),
        };
        // What ran is remembered for a week, so that is how far all steps back together go.
        let back = dice.one_in(2) && now - step > latest - TimeDelta::days(6);
        if back { now - step } else { now + step }
    }

    fn note(&mut self, zone: Zone, deed: &Deed) {
        if !self.verbose {
            return;
        }
        let mut line = String::new();
        let local = zone.from_utc_datetime(&deed.now.naive_utc()).naive_local();
        let _ = write!(line, "{} | {local} in {zone:?}", deed.now);
        let _ = write!(line, " | in the file {:?} | ran {:?}", deed.present, deed.runs);
        self.log.push_back(line);
        if self.log.len() > 12 {
            self.log.pop_front();
        }
    }
}

fn lines(present: &[usize]) -> Vec<Schedule> {
    let line = |&schedule: &usize| format!("src;{};s{schedule}", TIMES[schedule]);
    present.iter().map(|schedule| line(schedule).parse().expect("a schedule")).collect()
}

/// Simulates, and if a promise is broken does it again with a log.
fn simulate(
    seed: u64,
    world: World,
    start: Start,
    calendars: &[(Zone, Calendar)],
    place: usize,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), (Broken, String)> {
    let mut simulation =
        Simulation { seed, world, start, calendars, place, log: VecDeque::new(), verbose: false };
    let broken = simulation.run(from, to);
    if broken.is_empty() {
        return Ok(());
    }
    simulation.place = place;
    simulation.verbose = true;
    let first = simulation.run(from, to);
    let mut story = format!("seed {seed}, zone {:?}, {world:?}\n", calendars[place].0);
    for line in simulation.log {
        let _ = writeln!(story, "  {line}");
    }
    let _ = write!(story, "  {first:?}");
    Err((broken, story))
}

/// In a calm world, only the days of a change are worth the time: from the noon before it to the
/// second noon after it.
fn days_of_change(zone: Zone) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let (begin, end) = year();
    let changes = zone.changes().filter_map(|change| DateTime::from_timestamp(change, 0));
    let day = TimeDelta::days(1);
    changes
        .filter(|&change| begin + day < change && change < end - day)
        .map(|change| (change - day / 4, change + day + day / 4))
        .collect()
}

fn year() -> (DateTime<Utc>, DateTime<Utc>) {
    (at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"))
}

fn reference(now: DateTime<Utc>) -> Box<dyn rivals::Rule> {
    Box::new(Reference(Due::starting(now)))
}

fn reference_keeps_all_promises(world: World) {
    let calendars = calendars(&zones::all());
    assert!(calendars.len() >= 30);
    for (place, &(zone, _)) in calendars.iter().enumerate() {
        let spans = if world.suspends { vec![year()] } else { days_of_change(zone) };
        for span in spans {
            let outcome = simulate(place as u64, world, reference, &calendars, place, span);
            outcome.unwrap_or_else(|(_, story)| panic!("{story}"));
        }
    }
}

#[test]
fn all_promises_are_kept_on_calm_days() {
    reference_keeps_all_promises(CALM);
}

#[test]
fn all_promises_are_kept_behind_long_backups() {
    reference_keeps_all_promises(BUSY);
}

#[test]
fn all_promises_are_kept_in_a_rough_year() {
    reference_keeps_all_promises(ROUGH);
}

#[test]
fn all_promises_are_kept_by_clocks_that_are_days_off() {
    reference_keeps_all_promises(LOST);
}
