//! Caught by `a_fake_clock_moves_only_when_somebody_sleeps_and_not_past_its_end`: the last sleep jumps over the end.

use std::cell::Cell;
use std::time::Duration;

use chrono::{DateTime, Local, TimeDelta};

use crate::stop::Stop;

pub use backup::clock::*;

pub struct Fake {
    now: Cell<DateTime<Local>>,
    end: DateTime<Local>,
}

impl Fake {
    pub fn new(from: DateTime<Local>, end: DateTime<Local>) -> Fake {
        let now = Cell::new(from);
        Fake { now, end }
    }
}

impl Clock for Fake {
    fn now(&self) -> DateTime<Local> {
        self.now.get()
    }

    fn sleep(&self, span: Duration, stop: &Stop) {
        if self.now.get() >= self.end {
            stop.wait(Duration::from_millis(100));
        } else if let Ok(span) = TimeDelta::from_std(span) {
            self.now.set(self.now.get() + span);
        } else {
            self.now.set(self.end);
        }
    }
}
