//! Caught by `fake_clock_moves_by_each_sleep_up_to_its_end`: a very long sleep overflows.
//! Question: what does `now + duration` do beyond the last date of the calendar?

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

    fn sleep(&self, span: Duration, shutdown: &Shutdown) {
        if self.now.get() >= self.end {
            shutdown.wait(Duration::from_millis(100));
        } else {
            let later = self.now.get() + TimeDelta::from_std(span).unwrap();
            self.now.set(later.min(self.end));
        }
    }
}
