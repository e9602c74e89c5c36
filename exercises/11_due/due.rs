//! Exercise 11: which schedules are due: a clock reading comes in, the backups to make go out.
//!
//! No clock is asked here, no file, and no zone but the one given. Six promises:
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

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};

use crate::schedule::Schedule;

/// The longest time between two looks at the schedules: the spec's "about 45 seconds".
pub const LONGEST_SLEEP: TimeDelta = TimeDelta::seconds(45);

/// A clock set back by this much or more is worth a line in the log.
pub const CORRECTION: TimeDelta = TimeDelta::hours(3);

/// What the service knows from one look at the schedules to the next.
#[derive(Debug)]
pub struct Due {
    // What must it know? The fields are yours to say; two are enough.
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
        todo!("exercise 11: a service that starts at {now}")
    }

    /// Those of `schedules` to run at `now`, each noted as done for its date.
    ///
    /// What came since the last look counts, and the whole minute of that look; after a clock was
    /// set back, the minute that it shows. What ran is remembered for a week, and no longer; a
    /// clock set back by more than that starts a new calendar, in which dates to come count anew.
    pub fn wake<Tz: TimeZone>(
        &mut self,
        zone: &Tz,
        now: DateTime<Utc>,
        schedules: impl IntoIterator<Item = Schedule>,
    ) -> Wake {
        todo!(
            "exercise 11: which of {} schedules run when clocks show {}",
            schedules.into_iter().count(),
            zone.from_utc_datetime(&now.naive_utc()).naive_local()
        )
    }
}

impl Run {
    /// Whether a backup that begins at `begin` does so in the minute that its schedule names.
    /// It does not if it is late, nor at the end of a gap, where clocks show another minute.
    pub fn in_its_minute<Tz: TimeZone>(&self, zone: &Tz, begin: DateTime<Utc>) -> bool {
        todo!(
            "exercise 11: whether {} is in the minute of {}",
            zone.from_utc_datetime(&begin.naive_utc()).naive_local(),
            self.schedule.time
        )
    }
}

/// When to look again after a look at `now`: in 45 s, or when the next minute of local clocks
/// begins if that is sooner.
pub fn next_wake<Tz: TimeZone>(zone: &Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    todo!(
        "exercise 11: the next look after clocks showed {}",
        zone.from_utc_datetime(&now.naive_utc()).naive_local()
    )
}

/// The instant at which `time` happens on `date` (T1): the first at which clocks in `zone` show
/// that time, or in a gap the first at which they show a later one. `None` if they never show
/// `date`.
pub fn occurrence<Tz: TimeZone>(
    zone: &Tz,
    date: NaiveDate,
    time: NaiveTime,
) -> Option<DateTime<Utc>> {
    todo!(
        "exercise 11: the instant of {time} on {date}, where clocks show {} at that time of UTC",
        zone.from_utc_datetime(&date.and_time(time)).naive_local()
    )
}
