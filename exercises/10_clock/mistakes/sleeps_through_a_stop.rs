//! Caught by `a_stop_ends_a_sleep_of_the_systems_clock`: `time.sleep` as Python has it, which nothing ends.

use std::thread;
use std::time::Duration;

use chrono::{DateTime, Local};

use crate::stop::Stop;

pub use backup::clock::*;

pub struct System;

impl Clock for System {
    fn now(&self) -> DateTime<Local> {
        Local::now()
    }

    fn sleep(&self, span: Duration, _stop: &Stop) {
        thread::sleep(span);
    }
}
