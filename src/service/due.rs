//! Which schedules are due: a clock reading comes in, the backups to make go out.
//!
//! Serves *perform the backup if the current time (hour and minute) matches the time of the
//! schedule* and *sleep for about 45 seconds*. The Python idea is
//! `if now.strftime("%H:%M") == time: backup()`, then `sleep(45)`. The rule here asks another
//! question, not "is it hh:mm now?" but "did hh:mm come since I last looked?", and remembers the
//! answer by date. It keeps six promises:
//!
//! - T1 a schedule happens once in each local date: at its hh:mm; where the clock jumps over
//!   hh:mm in spring, when it lands; where hh:mm comes twice in autumn, the first time; and not
//!   at all in a date that the zone leaves out.
//! - T2 it runs once for each such date, however late the service looks. Several dates missed
//!   are made up by one run.
//! - T3 it never runs early, and an idle service runs it within the second.
//! - T4 a clock set back repeats no date, and does not keep the service waiting.
//! - T5 what passed before the service was started is not made up.
//! - T6 a change of time zone counts from the next look.
//!
//! | the rules that come to mind        | where they fail                                        |
//! | ---------------------------------- | ------------------------------------------------------ |
//! | `hh:mm == now`, every 45 s         | T2: two looks in every third minute, so two backups    |
//! | the same, once in a minute         | T2: no look behind a long backup; T1: both nights      |
//! | `hh:mm <= now`, once a day         | T5: makes up the whole day; T2: 23:30 after midnight   |
//! | last run + 24 h                    | T3: an hour off after each change of the clock         |
//! | cron: up to 3 h, catch up, or wait | T2: forgets a longer suspend; T4: waits                |
//! | systemd: next date that has 02:30  | T1: no backup in the night of the gap                  |
//!
//! `docs/time.md` draws each case, and `tests/simulation.rs` proves each line of the table.
//!
//! In production: the same rule, with `done` on disk so that a restart does not forget it; or
//! the system's own timer, knowing which of these it does not promise.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono::{Timelike, Utc};

use crate::schedule::Schedule;

/// The longest time between two looks at the schedules: the spec's "about 45 seconds".
pub const LONGEST_SLEEP: TimeDelta = TimeDelta::seconds(45);

/// A clock set back by this much or more is worth a line in the log.
pub const CORRECTION: TimeDelta = TimeDelta::hours(3);

/// For how many days it is remembered what ran. A clock set back further starts a new calendar:
/// better a date saved twice than weeks without a backup until the old date comes again.
const MEMORY: TimeDelta = TimeDelta::days(7);

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// What the service knows from one look at the schedules to the next.
#[derive(Debug)]
pub struct Due {
    /// When it last looked.
    last_wake: DateTime<Utc>,
    /// The local dates that each schedule ran for.
    done: HashMap<Schedule, Vec<NaiveDate>>,
}

/// What one look at the schedules found.
#[derive(Debug)]
pub struct Wake {
    /// The backups to make now, in the order of the file.
    pub runs: Vec<Run>,
    /// By how much the clock was set back since the last look, if by [`CORRECTION`] or more.
    pub correction: Option<TimeDelta>,
}

/// A backup to make now.
#[derive(Debug)]
pub struct Run {
    /// What to save.
    pub schedule: Schedule,
    /// Since when it is due.
    pub due: DateTime<Utc>,
}

impl Due {
    /// A service that starts at `now`, and knows of nothing that ran before (T5).
    pub fn starting(now: DateTime<Utc>) -> Due {
        Due {
            last_wake: now,
            done: HashMap::new(),
        }
    }

    /// Those of `schedules` to run at `now`, each noted as done for its date. They are taken one by
    /// one, so that a file of any length needs no more memory than what is due.
    pub fn wake<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Wake {
        let set_back = self.last_wake - now;
        // All that came since the last look (T2), and the whole minute of that look: a schedule
        // may be added in the minute for which it is meant, and at the start that minute is the
        // only one that counts (T5). After a clock was set back, the minute it shows (T4).
        let from = start_of_minute(zone, now.min(self.last_wake));
        self.last_wake = now;
        self.forget(local(zone, from).date(), set_back);

        // There are only 1,440 different hh:mm: each is worked out once.
        let mut latest = HashMap::new();
        let mut runs = Vec::new();
        for schedule in schedules {
            let Some((date, due)) = *latest
                .entry(schedule.time)
                .or_insert_with(|| latest_occurrence(zone, from, now, schedule.time))
            else {
                continue;
            };
            // Once for each date (T2, T4), and once for two lines that are the same.
            let dates = self.done.entry(schedule.clone()).or_default();
            if !dates.contains(&date) {
                dates.push(date);
                runs.push(Run { schedule, due });
            }
        }
        Wake {
            runs,
            correction: (set_back >= CORRECTION).then_some(set_back),
        }
    }

    /// Forgets what can no longer matter. Never what ran today: a schedule that is deleted and
    /// added again, or a file that an editor empties before it writes, must repeat nothing.
    fn forget(&mut self, last_date: NaiveDate, set_back: TimeDelta) {
        let new_calendar = set_back > MEMORY;
        self.done.retain(|_, dates| {
            dates.retain(|&date| date >= last_date - MEMORY && !(new_calendar && date > last_date));
            !dates.is_empty()
        });
        self.done.shrink_to_fit();
    }
}

impl Run {
    /// Whether a backup that begins at `begin` does so in the minute that its schedule names.
    /// If not, the log adds that minute, `(due 02:30)`: the run is late, or 02:30 is one of the
    /// times that the clock jumped over, and the line, dated 03:00, would puzzle its reader.
    pub fn in_its_minute<Tz: TimeZone>(&self, zone: &Tz, begin: DateTime<Utc>) -> bool {
        start_of_minute(zone, begin) == self.due
            && local(zone, self.due).time() == self.schedule.time
    }
}

/// When to look again after a look at `now`: in 45 s, or when the next minute begins if that is
/// sooner. Behind a long backup that instant has passed, and the next look is at once.
///
/// So a schedule runs within the second (T3), even one that was added while the service slept,
/// for the price of two looks a minute.
pub fn next_wake<Tz: TimeZone>(zone: &Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    (start_of_minute(zone, now) + MINUTE).min(now + LONGEST_SLEEP)
}

/// The instant at which `time` happens on `date` (T1): the first at which clocks in `zone` show
/// that time, or in a gap the first at which they show a later one. `None` if they never show
/// `date`.
///
/// Only the way from UTC to local time is asked of `zone`: it has one answer, always. The way
/// back has none or two on the very days that matter here, and libraries disagree about them.
pub fn occurrence<Tz: TimeZone>(
    zone: &Tz,
    date: NaiveDate,
    time: NaiveTime,
) -> Option<DateTime<Utc>> {
    let wall = date.and_time(time);
    let at_offset_of = |instant| wall.and_utc() - (local(zone, instant) - instant.naive_utc());
    // By the offset of the day before: right on all days but those of a change, and where that
    // change is a fold, the first of its two answers.
    let first = at_offset_of(wall.and_utc() - TimeDelta::days(1));
    if local(zone, first) == wall {
        return Some(first);
    }
    // By the offset after the change.
    let second = at_offset_of(first);
    if local(zone, second) == wall {
        return Some(second);
    }
    // In a gap. It ends between the two answers, for each used the offset of the other side.
    let (mut before, mut end) = (second, first);
    while end - before > TimeDelta::seconds(1) {
        let middle = before + TimeDelta::seconds((end - before).num_seconds() / 2);
        if local(zone, middle) < wall {
            before = middle;
        } else {
            end = middle;
        }
    }
    // A gap may begin on one date and end on the next. A date that is in neither is left out.
    [before, end]
        .iter()
        .any(|&edge| local(zone, edge).date() == date)
        .then_some(end)
}

/// The last time that `time` happened from `from` up to `now`, never after it (T3), and the local
/// date that it counts for. If it happened more often, this one run makes up for all (T2).
fn latest_occurrence<Tz: TimeZone>(
    zone: &Tz,
    from: DateTime<Utc>,
    now: DateTime<Utc>,
    time: NaiveTime,
) -> Option<(NaiveDate, DateTime<Utc>)> {
    // From tomorrow on back: a fold at midnight turns the first minutes of a date into the last
    // of the date before it, and what happened in them has happened.
    let tomorrow = local(zone, now).date() + Days::new(1);
    tomorrow
        .iter_days()
        .rev()
        .filter_map(|date| Some((date, occurrence(zone, date, time)?)))
        .find(|&(_, due)| due <= now)
        .filter(|&(_, due)| due >= from)
}

/// The start of the minute that clocks in `zone` show at `instant`: their minute, not that of
/// UTC, since some zones were once a few seconds off.
fn start_of_minute<Tz: TimeZone>(zone: &Tz, instant: DateTime<Utc>) -> DateTime<Utc> {
    let wall = local(zone, instant);
    instant
        - TimeDelta::seconds(wall.second().into())
        - TimeDelta::nanoseconds(wall.nanosecond().into())
}

/// What clocks in `zone` show at `instant`, by the zone in force when this is asked (T6).
fn local<Tz: TimeZone>(zone: &Tz, instant: DateTime<Utc>) -> NaiveDateTime {
    zone.from_utc_datetime(&instant.naive_utc()).naive_local()
}
