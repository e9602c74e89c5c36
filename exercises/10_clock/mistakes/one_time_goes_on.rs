//! Caught by `one_time_is_a_frozen_clock`: a clock with one time goes on from there.
//! Question: at which time does a clock end that has no second time?

use std::ffi::OsStr;

use chrono::TimeDelta;

pub use backup::clock::*;

pub fn from_env(value: Option<&OsStr>) -> Result<Box<dyn Clock>, InvalidClock> {
    let clock = backup::clock::from_env(value)?;
    let is_one_time = value.is_some_and(|value| !value.is_empty() && !has_two_times(value));
    if is_one_time {
        let now = clock.now();
        return Ok(Box::new(FakeClock::new(now, now + TimeDelta::days(365))));
    }
    Ok(clock)
}

fn has_two_times(value: &OsStr) -> bool {
    value.to_string_lossy().contains("..")
}
