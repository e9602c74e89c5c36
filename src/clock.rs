//! What time it is, and how to wait: by the system's clock, or by one we set.
//!
//! Serves *if the current time (hour and minute) matches* and *make the service sleep for about
//! 45 seconds*: Python's `datetime.now()` and `time.sleep(45)`. Whatever asks a clock can be
//! tested in no time at all, if it asks through this trait.
//!
//! `BACKUP_CLOCK` sets the clock of a whole process, in local times of the zone in force:
//!
//! - `2023-02-08T16:07` stands still at that minute;
//! - `2023-02-08T16:06:30..2023-02-15T16:06:30` plays that week: each sleep is a jump, and at
//!   the end it stands still.
//!
//! In production: the same trait, without the environment variable.

use std::cell::Cell;
use std::ffi::OsStr;
use std::time::Duration;

use chrono::{DateTime, Datelike, Local, NaiveDateTime, TimeDelta, Timelike};

use crate::shutdown::Shutdown;

/// The environment variable that sets the clock.
pub const ENV_VAR: &str = "BACKUP_CLOCK";

/// How often a waiter looks again while the clock stands still, in real time: no later minute
/// will come, but a schedule may be added for this one.
const FROZEN_POLL_INTERVAL: Duration = Duration::from_millis(100);

/// A source of time and of waiting.
pub trait Clock {
    /// The time now, in the local zone.
    fn now(&self) -> DateTime<Local>;

    /// Waits for `span`, or less when `stop` is requested meanwhile.
    fn sleep(&self, span: Duration, shutdown: &Shutdown);
}

/// The system's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Local> {
        Local::now()
    }

    fn sleep(&self, span: Duration, shutdown: &Shutdown) {
        shutdown.wait(span);
    }
}

/// A clock that moves only when somebody sleeps, and not past its end.
pub struct FakeClock {
    now: Cell<DateTime<Local>>,
    end: DateTime<Local>,
}

impl FakeClock {
    /// A clock that plays from `from` to `end`; from `end` on it stands still.
    pub fn new(from: DateTime<Local>, end: DateTime<Local>) -> FakeClock {
        FakeClock {
            now: Cell::new(from),
            end,
        }
    }
}

impl Clock for FakeClock {
    fn now(&self) -> DateTime<Local> {
        self.now.get()
    }

    fn sleep(&self, span: Duration, shutdown: &Shutdown) {
        if self.now.get() >= self.end {
            shutdown.wait(FROZEN_POLL_INTERVAL);
            return;
        }
        let span = TimeDelta::from_std(span).unwrap_or(TimeDelta::MAX);
        let later = self.now.get().checked_add_signed(span);
        self.now
            .set(later.map_or(self.end, |later| later.min(self.end)));
    }
}

/// The clock that `value`, the content of `BACKUP_CLOCK`, asks for: the system's if it is unset or
/// empty.
///
/// # Errors
/// A sentence that says what is wrong with `value`: not of the two forms, a time that the local
/// zone skips, or an end before its beginning.
pub fn from_env(value: Option<&OsStr>) -> Result<Box<dyn Clock>, String> {
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        return Ok(Box::new(SystemClock));
    };
    let text = value.to_string_lossy();
    let (from, end) = match text.split_once("..") {
        Some((from, end)) => (local_time(from)?, local_time(end)?),
        None => (local_time(&text)?, local_time(&text)?),
    };
    if end < from {
        return Err(format!("{ENV_VAR}={text} ends before it begins"));
    }
    Ok(Box::new(FakeClock::new(from, end)))
}

/// A local time; where an autumn night has it twice, the first.
fn local_time(text: &str) -> Result<DateTime<Local>, String> {
    let time = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|form| {
            let time = NaiveDateTime::parse_from_str(text, form).ok()?;
            // chrono also takes one digit for two, a second 60, and years without end or beginning.
            let is_as_written = time.format(form).to_string() == text && time.nanosecond() == 0;
            (is_as_written && (1..=9999).contains(&time.year())).then_some(time)
        })
        .ok_or(format!(
            "{ENV_VAR}: {text:?} is not a time like 2023-02-08T16:07"
        ))?;
    // Of the instants that chrono names, in any order, some show another time: for the first minute
    // that is skipped, for instance. What a clock shows at an instant has one answer.
    let named = time.and_local_timezone(Local);
    [named.earliest(), named.latest()]
        .into_iter()
        .flatten()
        .map(|instant| instant.to_utc().with_timezone(&Local))
        .filter(|instant| instant.naive_local() == time)
        .min()
        .ok_or(format!("{ENV_VAR}: the local zone skips {text}"))
}
