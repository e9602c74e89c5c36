//! Caught by `idle_service_backs_up_in_first_second`: the loop sleeps for 45 seconds wherever that ends.
//! Also fails: `cleared_directory_stops_service`, `clock_step_back_is_logged_and_repeats_nothing`,
//! `failed_lock_is_retried_at_next_cycle`, `missing_file_is_logged_and_new_file_is_read`,
//! `overdue_backup_starts_at_once_and_logs_due_time`, `persistent_error_is_logged_when_it_appears`,
//! `unreadable_file_is_caught_up_later`.
//! Question: how late in its minute can a backup begin?

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

/// A clock for which every sleep is one of 45 seconds.
struct FortyFive<'a>(&'a dyn Clock);

impl Clock for FortyFive<'_> {
    fn now(&self) -> DateTime<Local> {
        self.0.now()
    }

    fn sleep(&self, _span: Duration, shutdown: &Shutdown) {
        self.0.sleep(Duration::from_secs(45), shutdown);
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
        let clock = FortyFive(self.clock);
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
