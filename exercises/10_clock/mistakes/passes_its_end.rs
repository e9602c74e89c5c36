//! Caught by `fake_clock_moves_by_each_sleep_up_to_its_end`: the last sleep goes past the end.
//! Question: where does the clock stand after a sleep that is longer than what is left?

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
        } else if let Ok(span) = TimeDelta::from_std(span) {
            self.now.set(self.now.get() + span);
        } else {
            self.now.set(self.end);
        }
    }
}
