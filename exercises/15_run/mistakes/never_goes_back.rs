//! Caught by `clock_step_back_is_logged_and_repeats_nothing`: the time is a mark that only rises.
//! Question: which time should a log line have after the clock was set back?

use std::cell::Cell;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Local};

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

/// A clock that is never set back.
struct Rising<'a> {
    clock: &'a dyn Clock,
    latest: Cell<DateTime<Local>>,
}

impl Clock for Rising<'_> {
    fn now(&self) -> DateTime<Local> {
        self.latest.set(self.latest.get().max(self.clock.now()));
        self.latest.get()
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
        let clock = Rising {
            clock: self.clock,
            latest: Cell::new(self.clock.now()),
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
