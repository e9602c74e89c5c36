//! Caught by `overdue_backup_starts_at_once_and_logs_due_time`: the time is read once per cycle.
//! Also fails: `clock_step_back_is_logged_and_repeats_nothing`.
//! Question: how much time passes while a backup is made?

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

/// A clock that is read only after a sleep.
struct PerCycle<'a> {
    clock: &'a dyn Clock,
    read: Cell<Option<DateTime<Local>>>,
}

impl Clock for PerCycle<'_> {
    fn now(&self) -> DateTime<Local> {
        let now = self.read.get().unwrap_or_else(|| self.clock.now());
        self.read.set(Some(now));
        now
    }

    fn sleep(&self, span: Duration, shutdown: &Shutdown) {
        self.read.set(None);
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
        let clock = PerCycle {
            clock: self.clock,
            read: Cell::new(None),
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
