//! Caught by `a_sleep_longer_than_any_calendar_ends_at_the_end`: no sum is looked at before it is made.

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
        } else {
            let later = self.now.get() + TimeDelta::from_std(span).unwrap();
            self.now.set(later.min(self.end));
        }
    }
}
