//! Task 10: the time now, and waiting: by the system's clock, or by a fake one.

use std::error::Error;
use std::ffi::OsStr;
use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Local};

use crate::shutdown::Shutdown;

/// The environment variable that sets the clock.
pub const ENV_VAR: &str = "BACKUP_CLOCK";

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
        todo!("task 10: the system's time")
    }

    fn sleep(&self, span: Duration, shutdown: &Shutdown) {
        todo!(
            "task 10: wait for {span:?}, or until a stop is requested (is it now? {})",
            shutdown.is_requested()
        )
    }
}

/// A clock that each sleep moves forward at once, up to its end.
pub struct FakeClock {
    // Which fields does it need? Begin with two.
}

impl FakeClock {
    /// A clock that starts at `from`, and is frozen when it reaches `end`.
    pub fn new(from: DateTime<Local>, end: DateTime<Local>) -> FakeClock {
        todo!("task 10: a clock that plays from {from} to {end}")
    }
}

impl Clock for FakeClock {
    fn now(&self) -> DateTime<Local> {
        todo!("task 10: the time of this clock")
    }

    fn sleep(&self, span: Duration, shutdown: &Shutdown) {
        todo!(
            "task 10: {span:?} later at once, or at the end a short real sleep (stop? {})",
            shutdown.is_requested()
        )
    }
}

/// Why a value of `BACKUP_CLOCK` is invalid, as a sentence: `BACKUP_CLOCK: "now" is not a time like
/// 2023-02-08T16:07`, `BACKUP_CLOCK: the local zone skips 2026-03-29T02:30` or `BACKUP_CLOCK=VALUE
/// ends before it begins`.
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
        todo!(
            "task 10: the sentence for {self:?}, with alternate form: {}",
            f.alternate()
        )
    }
}

impl Error for InvalidClock {}

/// The clock for `value`, the content of `BACKUP_CLOCK`. If it is unset or empty, that is the
/// system's. `2023-02-08T16:07` is a frozen clock, `2023-02-08T16:06:30..2023-02-15T16:06:30` one
/// that plays a week. These are local times, the seconds optional; in a DST fold, the first of the
/// two.
///
/// # Errors
/// See [`InvalidClock`].
pub fn from_env(value: Option<&OsStr>) -> Result<Box<dyn Clock>, InvalidClock> {
    todo!("task 10: the clock for {ENV_VAR}={value:?}")
}
