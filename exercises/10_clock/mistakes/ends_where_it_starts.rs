//! Caught by `two_times_are_played_to_the_end`: the second time is checked, and not used.
//! Question: at which time must the clock be frozen?

use std::ffi::OsStr;

pub use backup::clock::*;

pub fn from_env(value: Option<&OsStr>) -> Result<Box<dyn Clock>, InvalidClock> {
    let clock = backup::clock::from_env(value)?;
    let has_two_times = value.is_some_and(|value| value.to_string_lossy().contains(".."));
    if has_two_times {
        return Ok(Box::new(FakeClock::new(clock.now(), clock.now())));
    }
    Ok(clock)
}
