//! Decides which backups are due.
//!
//! Exercise, `time-1`, `audit-3`: a backup is made when the clock shows the hour and the minute of
//! its schedule; a time that has passed before the start is not saved.
//! Python: `if now.strftime("%H:%M") == time: backup()`.
//! In production: `done` on disk, so that a restart does not forget it.
//!
//! The rule here is different: "has hh:mm passed since the last check?" The answer is remembered
//! for each local date. This module is pure: the time and the schedules are arguments, so that
//! tests need no clock and no file. It keeps six promises:
//!
//! - T1 A schedule has one instant per local date: its hh:mm; in a DST gap (clocks go forward over
//!   hh:mm), the end of the gap; in a DST fold (clocks go back, and hh:mm comes twice), the first;
//!   none on a date that the zone skips.
//! - T2 One backup per date, however late the check is. One backup catches up on several dates.
//! - T3 Never early. If the service is idle, less than a second late.
//! - T4 After the clock was set back (a clock step), no date is repeated, and the service does not
//!   wait for the old time.
//! - T5 Backups missed before the start are skipped.
//! - T6 A change of time zone takes effect at the next check.
//!
//! `docs/time.md` draws each case, and shows where simpler rules fail; `tests/simulation.rs` proves
//! it.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono::{Timelike, Utc};

use crate::schedule::Schedule;

/// The longest sleep between two checks.
pub const MAX_SLEEP: TimeDelta = TimeDelta::seconds(45);

/// A clock that was set back by this much or more is worth a line in the log.
pub const CLOCK_STEP: TimeDelta = TimeDelta::hours(3);

/// For how many days `done` is remembered. If the clock is set back further, later dates are
/// forgotten: a second backup for a date is better than none for weeks.
const RETENTION: TimeDelta = TimeDelta::days(7);

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// The kernel takes the times of files from a clock that moves once per tick, and a tick is at most
/// 10 ms. A check two ticks into the minute gives an archive a time in that minute.
const TWO_TICKS: TimeDelta = TimeDelta::milliseconds(20);

/// The state that is kept from one check to the next.
#[derive(Debug)]
pub struct Due {
    /// The time of the last check.
    last_check: DateTime<Utc>,
    /// The local dates for which `check` has returned each schedule, even if the backup failed.
    done: HashMap<Schedule, Vec<NaiveDate>>,
}

/// The result of one check.
#[derive(Debug)]
pub struct Check {
    /// The backups to make now, in the order of the schedules.
    pub backups: Vec<DueBackup>,
    /// By how much the clock was set back since the last check, if by [`CLOCK_STEP`] or more.
    pub clock_step: Option<TimeDelta>,
}

/// A backup to make now.
#[derive(Debug)]
pub struct DueBackup {
    /// The path to save, and the name of the archive.
    pub schedule: Schedule,
    /// The instant since which it is due.
    pub due: DateTime<Utc>,
}

impl Due {
    /// The state of a service that starts at `now`, and made no backup yet.
    pub fn starting(now: DateTime<Utc>) -> Due {
        Due {
            // T5: no check looks further back than the minute of this one.
            last_check: now,
            done: HashMap::new(),
        }
    }

    /// The backups of `schedules` that are due at `now`. Each counts as done for its date. The
    /// schedules are an iterator, so that those that are not due need no memory, except the text of
    /// their lines.
    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        // Negative, unless the clock was set back.
        let set_back = self.last_check - now;
        // Look back to the beginning of the minute of the last check: a schedule may have been added
        // later in that minute. At the start that is the minute of this check (T5), and if the clock
        // was set back, the minute that it shows now (T4).
        let from = start_of_minute(zone, now.min(self.last_check));
        self.last_check = now;
        self.forget(local(zone, from).date(), set_back);

        // There are only 1,440 different hh:mm: compute each once.
        let mut latest = HashMap::new();
        let mut backups = Vec::new();
        for schedule in schedules {
            let Some((date, due)) = *latest
                .entry(schedule.time)
                .or_insert_with(|| latest_occurrence(zone, from, now, schedule.time))
            else {
                continue;
            };
            // Once per date (T2, T4), and once for two equal lines.
            let dates = self.done.entry(schedule.clone()).or_default();
            if !dates.contains(&date) {
                dates.push(date);
                backups.push(DueBackup { schedule, due });
            }
        }
        Check {
            backups,
            clock_step: (set_back >= CLOCK_STEP).then_some(set_back),
        }
    }

    /// Forgets dates that are too old to matter, and, after a clock step longer than [`RETENTION`],
    /// later ones. Keeps today's, even of schedules that are not in the file: one may be deleted and
    /// added again, and some editors empty a file before they write it.
    fn forget(&mut self, from: NaiveDate, set_back: TimeDelta) {
        let oldest = from - RETENTION;
        let newest = match set_back > RETENTION {
            true => from,
            false => NaiveDate::MAX,
        };
        self.done.retain(|_, dates| {
            dates.retain(|date| (oldest..=newest).contains(date));
            !dates.is_empty()
        });
        self.done.shrink_to_fit();
    }
}

impl DueBackup {
    /// Whether a backup that begins at `begin` does so in the minute of its schedule. If not, the
    /// log adds that minute, `(due 02:30)`: the backup is late, or 02:30 is in a DST gap and the
    /// line is dated 03:00.
    pub fn in_its_minute<Tz: TimeZone>(&self, zone: &Tz, begin: DateTime<Utc>) -> bool {
        start_of_minute(zone, begin) == self.due
            && local(zone, self.due).time() == self.schedule.time
    }
}

/// The time of the next check after one at `now`: in 45 s, or 20 ms into the next minute if that is
/// sooner. So two checks per minute are enough: an idle service makes each backup within a second
/// (T3), even if its schedule was added during the sleep. After a long backup, that time has passed.
///
/// ```
/// use backup::service::due::next_check;
/// use chrono::{DateTime, Utc};
///
/// let next_after = |now: &str| {
///     let now: DateTime<Utc> = now.parse().unwrap();
///     next_check(&Utc, now).to_string()
/// };
/// assert_eq!(next_after("2023-02-08T16:07:00Z"), "2023-02-08 16:07:45 UTC");
/// assert_eq!(next_after("2023-02-08T16:07:45Z"), "2023-02-08 16:08:00.020 UTC");
/// ```
pub fn next_check<Tz: TimeZone>(zone: &Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    let next_minute = start_of_minute(zone, now) + MINUTE;
    (next_minute + TWO_TICKS).min(now + MAX_SLEEP)
}

/// The instant of `time` on `date` (T1): the first at which clocks in `zone` show it, or in a DST
/// gap the first at which they show a later time. `None` if they never show `date`.
///
/// It only converts UTC to local time, which has exactly one answer. The other direction has none
/// or two on the days that matter here, and libraries disagree about them.
///
/// Paris in 2026, where clocks change at 01:00 UTC; each instant in UTC and local time:
///
/// ```text
/// date and time       `first`          `second`         result
/// 03-28 02:30         01:30 = 02:30    -                `first`
/// 03-29 02:30, gap    01:30 = 03:30    00:30 = 01:30    `end`, 01:00 = 03:00
/// 03-29 03:30         02:30 = 04:30    01:30 = 03:30    `second`
/// 10-25 02:30, fold   00:30 = 02:30    -                `first` (again at 01:30 = 02:30)
/// ```
pub fn occurrence<Tz: TimeZone>(
    zone: &Tz,
    date: NaiveDate,
    time: NaiveTime,
) -> Option<DateTime<Utc>> {
    let wall = date.and_time(time);
    let offset_at = |instant| local(zone, instant) - instant.naive_utc();

    // Try yesterday's UTC offset. It is right unless the offset changed within those 24 hours; in a
    // DST fold it gives the first of the two instants.
    let first = wall.and_utc() - offset_at(wall.and_utc() - TimeDelta::days(1));
    if local(zone, first) == wall {
        return Some(first);
    }

    // Try the offset after the change.
    let second = wall.and_utc() - offset_at(first);
    if local(zone, second) == wall {
        return Some(second);
    }

    // A DST gap: `second` is before its end, `first` after it. Find its end, to the second of time,
    // by bisection.
    let (mut before, mut end) = (second, first);
    while end - before > TimeDelta::seconds(1) {
        let middle = before + TimeDelta::seconds((end - before).num_seconds() / 2);
        if local(zone, middle) < wall {
            before = middle;
        } else {
            end = middle;
        }
    }

    // The gap may begin on one date and end on the next. A date that is on neither side is skipped.
    [before, end]
        .iter()
        .any(|&edge| local(zone, edge).date() == date)
        .then_some(end)
}

/// The last occurrence of `time` from `from` up to `now`, never after it (T3), and its local date.
/// If there are more, this backup catches up on all of them (T2).
fn latest_occurrence<Tz: TimeZone>(
    zone: &Tz,
    from: DateTime<Utc>,
    now: DateTime<Utc>,
    time: NaiveTime,
) -> Option<(NaiveDate, DateTime<Utc>)> {
    // From tomorrow backwards: after a DST fold at midnight, some times of tomorrow have passed
    // although clocks show today again.
    let tomorrow = local(zone, now).date() + Days::new(1);
    tomorrow
        .iter_days()
        .rev()
        .filter_map(|date| Some((date, occurrence(zone, date, time)?)))
        .find(|&(_, due)| due <= now)
        .filter(|&(_, due)| due >= from)
}

/// The start of the minute that clocks in `zone` show at `instant`. It may differ from the minute
/// of UTC: the offsets of some zones in the past had seconds.
fn start_of_minute<Tz: TimeZone>(zone: &Tz, instant: DateTime<Utc>) -> DateTime<Utc> {
    let wall = local(zone, instant);
    instant
        - TimeDelta::seconds(wall.second().into())
        - TimeDelta::nanoseconds(wall.nanosecond().into())
}

/// The local time in `zone` at `instant`, by the rules of the zone at this moment (T6).
fn local<Tz: TimeZone>(zone: &Tz, instant: DateTime<Utc>) -> NaiveDateTime {
    zone.from_utc_datetime(&instant.naive_utc()).naive_local()
}
