//! Caught by `systems_clock_sleeps_for_the_whole_span`: a part of a second is cut off.
//! Question: how long is a span of 0.9 seconds in whole seconds?

use std::time::Duration;

use chrono::{DateTime, Local};

use crate::shutdown::Shutdown;

pub use backup::clock::*;

pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Local> {
        Local::now()
    }

    fn sleep(&self, span: Duration, shutdown: &Shutdown) {
        shutdown.wait(Duration::from_secs(span.as_secs()));
    }
}
