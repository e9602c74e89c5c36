//! Task 11: which backups are due at a check of the schedules.
//!
//! Ask no clock, no file, and no zone but the argument. Six promises:
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

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};

use crate::schedule::Schedule;

/// The longest sleep between two checks.
pub const MAX_SLEEP: TimeDelta = TimeDelta::seconds(45);

/// A clock that was set back by this much or more is worth a line in the log.
pub const CLOCK_STEP: TimeDelta = TimeDelta::hours(3);

/// The state that is kept from one check to the next.
#[derive(Debug)]
pub struct Due {
    // Which fields does it need? Two are enough.
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
    /// The state of a service that starts at `now`, and made no backup yet (T5).
    pub fn starting(now: DateTime<Utc>) -> Due {
        todo!("task 11: a service that starts at {now}")
    }

    /// The backups of `schedules` that are due at `now`. Each counts as done for its date.
    ///
    /// The interval begins with the minute of the last check; if the clock was set back, with the
    /// minute of `now`. Dates are remembered for a week, and no longer. If the clock was set back by
    /// more than a week, later dates are forgotten.
    pub fn check<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Check {
        todo!(
            "task 11: which of {} schedules are due when clocks show {}",
            schedules.into_iter().count(),
            zone.from_utc_datetime(&now.naive_utc()).naive_local()
        )
    }
}

impl DueBackup {
    /// Whether a backup that begins at `begin` does so in the minute of its schedule. It does not if
    /// it is late, nor at the end of a DST gap, where clocks show another minute.
    pub fn in_its_minute<Tz: TimeZone>(&self, zone: &Tz, begin: DateTime<Utc>) -> bool {
        todo!(
            "task 11: whether {} is in the minute of {}",
            zone.from_utc_datetime(&begin.naive_utc()).naive_local(),
            self.schedule.time
        )
    }
}

/// The time of the next check after one at `now`: in 45 s, or 20 ms after the next minute of local
/// clocks begins if that is sooner. The times of files come from a clock that is a few milliseconds
/// late, and an archive's time is to be in the minute of its schedule.
pub fn next_check<Tz: TimeZone>(zone: &Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    todo!(
        "task 11: the next check after clocks showed {}",
        zone.from_utc_datetime(&now.naive_utc()).naive_local()
    )
}

/// The instant of `time` on `date` (T1): the first at which clocks in `zone` show it, or in a DST
/// gap the first at which they show a later time. `None` if they never show `date`.
pub fn occurrence<Tz: TimeZone>(
    zone: &Tz,
    date: NaiveDate,
    time: NaiveTime,
) -> Option<DateTime<Utc>> {
    todo!(
        "task 11: the instant of {time} on {date}, where clocks show {} at that time of UTC",
        zone.from_utc_datetime(&date.and_time(time)).naive_local()
    )
}
