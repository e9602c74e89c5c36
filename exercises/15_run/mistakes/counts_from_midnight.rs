//! Caught by `backs_up_once_per_day_at_its_minute`: at the start every time of today counts.
//! Question: a service starts at 16:06: is a schedule of 16:05 due?

use std::cell::Cell;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Local, NaiveTime};

use crate::clock::Clock;
use crate::process::lock::Lock;
use crate::shutdown::Shutdown;

pub use backup::service::run::Archiver;

pub struct Service<'a> {
    dir: &'a Path,
    clock: &'a dyn Clock,
    archiver: &'a dyn Archiver,
    shutdown: &'a Shutdown,
    lock: Option<Lock>,
}

/// A clock that shows midnight when it is read for the first time.
struct FromMidnight<'a> {
    clock: &'a dyn Clock,
    is_read: Cell<bool>,
}

impl Clock for FromMidnight<'_> {
    fn now(&self) -> DateTime<Local> {
        let now = self.clock.now();
        if self.is_read.replace(true) {
            return now;
        }
        now - (now.time() - NaiveTime::MIN)
    }

    fn sleep(&self, span: Duration, shutdown: &Shutdown) {
        self.clock.sleep(span, shutdown);
    }
}

impl<'a> Service<'a> {
    pub fn new(
        dir: &'a Path,
        clock: &'a dyn Clock,
        archiver: &'a dyn Archiver,
        shutdown: &'a Shutdown,
        lock: Lock,
    ) -> Service<'a> {
        Service {
            dir,
            clock,
            archiver,
            shutdown,
            lock: Some(lock),
        }
    }

    pub fn run(&mut self, ready: impl FnOnce()) {
        let clock = FromMidnight {
            clock: self.clock,
            is_read: Cell::new(false),
        };
        let mut reference = backup::service::run::Service::new(
            self.dir,
            &clock,
            self.archiver,
            self.shutdown,
            self.lock.take().expect("`run` is called once"),
        );
        reference.run(ready);
    }
}
