//! Caught by `stop_request_ends_sleep_of_frozen_clock`: the moment of real time is a sleep that a stop request does not end.
//! Question: what ends a `thread::sleep`?

use std::thread;
use std::time::Duration;

use chrono::{DateTime, Local};

use crate::shutdown::Shutdown;

pub use backup::clock::*;

pub struct FakeClock {
    clock: backup::clock::FakeClock,
    end: DateTime<Local>,
}

impl FakeClock {
    pub fn new(from: DateTime<Local>, end: DateTime<Local>) -> FakeClock {
        let clock = backup::clock::FakeClock::new(from, end);
        FakeClock { clock, end }
    }
}

impl Clock for FakeClock {
    fn now(&self) -> DateTime<Local> {
        self.clock.now()
    }

    fn sleep(&self, span: Duration, shutdown: &Shutdown) {
        if self.now() >= self.end {
            thread::sleep(Duration::from_millis(100));
        } else {
            self.clock.sleep(span, shutdown);
        }
    }
}
