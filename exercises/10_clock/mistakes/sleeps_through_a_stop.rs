//! Caught by `stop_request_ends_sleep_of_systems_clock`: a stop request does not end a sleep.
//! Question: how long does `stop` wait for a service that has just gone to sleep?

use std::thread;
use std::time::Duration;

use chrono::{DateTime, Local};

use crate::shutdown::Shutdown;

pub use backup::clock::*;

pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Local> {
        Local::now()
    }

    fn sleep(&self, span: Duration, _stop: &Shutdown) {
        thread::sleep(span);
    }
}
