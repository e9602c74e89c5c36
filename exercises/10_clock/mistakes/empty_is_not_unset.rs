//! Caught by `unset_or_empty_is_the_systems_clock`: an empty variable is read as a time.
//! Question: what does `BACKUP_CLOCK= backup_manager start` set?

use std::ffi::OsStr;

pub use backup::clock::*;

pub fn from_env(value: Option<&OsStr>) -> Result<Box<dyn Clock>, InvalidClock> {
    match value {
        Some(value) if value.is_empty() => Err(InvalidClock::Format(String::new())),
        value => backup::clock::from_env(value),
    }
}
