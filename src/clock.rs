//! The time now, and waiting: by the system's clock, or by a fake one.
//!
//! Exercise, `loop-3`, `time-1`: sleep for about 45 seconds; compare the current time with the
//! schedule's.
//! Python: `time.sleep(45)` and `datetime.now()`.
//! In production: the same trait, without the environment variable.
//!
//! Code that takes the time from this trait can be tested with a fake clock, without waiting.
//!
//! The environment variable `BACKUP_CLOCK` sets the clock of a process, in local time:
//!
//! - `2023-02-08T16:07` is a clock that is frozen at that minute;
//! - `2023-02-08T16:06:30..2023-02-15T16:06:30` plays that week: each sleep is a jump, and at its
//!   end the clock is frozen.

use std::cell::Cell;
use std::error::Error;
use std::ffi::OsStr;
use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Datelike, Local, NaiveDateTime, TimeDelta, Timelike};

use crate::shutdown::Shutdown;

/// The environment variable that sets the clock.
pub const ENV_VAR: &str = "BACKUP_CLOCK";

/// How long a sleep is on a frozen clock, in real time. No later minute comes, but a schedule may
/// be added for this one.
const FROZEN_POLL_INTERVAL: Duration = Duration::from_millis(100);

/// A source of time and of waiting.
pub trait Clock {
    /// The time now, in the local zone.
    fn now(&self) -> DateTime<Local>;

    /// Waits for `span`, or until a stop is requested.
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

/// A clock that each sleep moves forward at once, up to its end.
pub struct FakeClock {
    /// A `Cell`, since `sleep` changes it through `&self`.
    now: Cell<DateTime<Local>>,
    end: DateTime<Local>,
}

impl FakeClock {
    /// A clock that starts at `from`, and is frozen when it reaches `end`.
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
        // `None` if chrono has no date so late.
        let later = self.now.get().checked_add_signed(span);
        self.now
            .set(later.map_or(self.end, |later| later.min(self.end)));
    }
}

/// Why a value of `BACKUP_CLOCK` is invalid.
#[derive(Debug, PartialEq, Eq)]
pub enum InvalidClock {
    /// This part of it is not a date and a time.
    Format(String),
    /// The local zone skips this time.
    Skipped(String),
    /// Its end is before its beginning.
    EndsBeforeItBegins(String),
}

impl fmt::Display for InvalidClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InvalidClock::Format(text) => {
                write!(f, "{ENV_VAR}: {text:?} is not a time like 2023-02-08T16:07")
            }
            InvalidClock::Skipped(text) => write!(f, "{ENV_VAR}: the local zone skips {text}"),
            InvalidClock::EndsBeforeItBegins(text) => {
                write!(f, "{ENV_VAR}={text} ends before it begins")
            }
        }
    }
}

impl Error for InvalidClock {}

/// The clock for `value`, the content of `BACKUP_CLOCK`. If it is unset or empty, that is the
/// system's.
///
/// # Errors
/// See [`InvalidClock`].
///
/// ```
/// use backup::clock::from_env;
///
/// let clock = from_env(Some("2023-02-08T16:07".as_ref())).unwrap();
/// assert_eq!(clock.now().format("%H:%M").to_string(), "16:07");
/// assert!(from_env(Some("16:07".as_ref())).is_err());
/// ```
pub fn from_env(value: Option<&OsStr>) -> Result<Box<dyn Clock>, InvalidClock> {
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        return Ok(Box::new(SystemClock));
    };
    let text = value.to_string_lossy();
    let (from, end) = text.split_once("..").unwrap_or((&text, &text));
    let (from, end) = (local_time(from)?, local_time(end)?);
    if end < from {
        return Err(InvalidClock::EndsBeforeItBegins(text.into_owned()));
    }
    Ok(Box::new(FakeClock::new(from, end)))
}

/// The instant of a local time; in a DST fold the first of the two.
fn local_time(text: &str) -> Result<DateTime<Local>, InvalidClock> {
    let time = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|form| {
            let time = NaiveDateTime::parse_from_str(text, form).ok()?;
            // chrono also accepts one digit for two, second 60 (as nanoseconds), and any year.
            let is_as_written = time.format(form).to_string() == text && time.nanosecond() == 0;
            (is_as_written && (1..=9999).contains(&time.year())).then_some(time)
        })
        .ok_or_else(|| InvalidClock::Format(text.to_owned()))?;
    // chrono may return candidates that do not map back to this local time, for example in a DST
    // gap. Keep those that do, and take the earliest.
    let candidates = time.and_local_timezone(Local);
    [candidates.earliest(), candidates.latest()]
        .into_iter()
        .flatten()
        .map(|instant| instant.to_utc().with_timezone(&Local))
        .filter(|instant| instant.naive_local() == time)
        .min()
        .ok_or_else(|| InvalidClock::Skipped(text.to_owned()))
}
