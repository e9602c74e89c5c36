//! Caught by `frozen_clock_sleeps_for_a_moment_of_real_time`: a sleep at the end of the played time returns at once.
//! Question: what does a loop do whose sleep takes no time?

use std::cell::Cell;
use std::time::Duration;

use chrono::{DateTime, Local, TimeDelta};

use crate::shutdown::Shutdown;

pub use backup::clock::*;

pub struct FakeClock {
    now: Cell<DateTime<Local>>,
    end: DateTime<Local>,
}

impl FakeClock {
    pub fn new(from: DateTime<Local>, end: DateTime<Local>) -> FakeClock {
        let now = Cell::new(from);
        FakeClock { now, end }
    }
}

impl Clock for FakeClock {
    fn now(&self) -> DateTime<Local> {
        self.now.get()
    }

    fn sleep(&self, span: Duration, _stop: &Shutdown) {
        let left = self.end - self.now.get();
        let span = TimeDelta::from_std(span).unwrap_or(left);
        self.now.set(self.now.get() + span.min(left));
    }
}
