//! Caught by `end_before_beginning_is_refused`: any two times are accepted.
//! Question: what does a clock do whose end has passed when it starts?

use std::ffi::OsStr;

pub use backup::clock::*;

pub fn from_env(value: Option<&OsStr>) -> Result<Box<dyn Clock>, InvalidClock> {
    match backup::clock::from_env(value) {
        Err(InvalidClock::EndsBeforeItBegins(text)) => {
            let (from, _) = text.split_once("..").unwrap_or_default();
            backup::clock::from_env(Some(from.as_ref()))
        }
        clock => clock,
    }
}
