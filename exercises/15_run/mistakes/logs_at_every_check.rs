//! Caught by `persistent_error_is_logged_when_it_appears`: the same error is logged at every cycle.
//! Also fails: `after_a_stop_request_no_backup_starts`, `cleared_directory_stops_service`,
//! `clock_step_back_is_logged_and_repeats_nothing`, `failed_lock_is_retried_at_next_cycle`,
//! `long_line_is_cut_before_its_reason`, `missing_file_is_logged_and_new_file_is_read`,
//! `overdue_backup_starts_at_once_and_logs_due_time`, `unreadable_file_is_caught_up_later`,
//! `warnings_precede_the_line_that_counts_them`.
//! Question: how many lines does an error make that lasts a day?

use std::path::Path;
use std::time::Duration;

use chrono::Local;

use super::due::{self, Due};
use crate::clock::Clock;
use crate::layout;
use crate::process::lock::Lock;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;
use crate::{backups, log_file, schedule_file};

pub use backup::service::run::Archiver;

pub struct Service<'a> {
    dir: &'a Path,
    clock: &'a dyn Clock,
    archiver: &'a dyn Archiver,
    shutdown: &'a Shutdown,
    lock: Lock,
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
            lock,
        }
    }

    pub fn run(&mut self, ready: impl FnOnce()) {
        let mut due = Due::starting(self.clock.now().to_utc());
        self.check(&mut due);
        ready();
        self.sleep();
        while !self.shutdown.is_requested() {
            self.check(&mut due);
            self.sleep();
        }
    }

    pub fn log(&self, message: &str) {
        let _ = log_file::append(self.dir, layout::SERVICE_LOG, self.clock, message);
    }

    fn sleep(&self) {
        let now = self.clock.now().to_utc();
        let span = due::next_check(&Local, now) - now;
        self.clock
            .sleep(span.to_std().unwrap_or(Duration::ZERO), self.shutdown);
    }

    fn check(&self, due: &mut Due) {
        let text = schedule_file::read(self.dir).unwrap_or_else(|error| {
            let name = layout::SCHEDULES;
            self.log(&format!("Error: can't open {name}: {error}"));
            String::new()
        });
        let mut schedules = Vec::new();
        for line in text.lines().filter(|line| !line.is_empty()) {
            match line.parse::<Schedule>() {
                Ok(schedule) => schedules.push(schedule),
                Err(error) => self.log(&format!("Error: malformed schedule: {line} ({error})")),
            }
        }
        for run in due
            .check(&Local, self.clock.now().to_utc(), schedules)
            .backups
        {
            let path = run.schedule.path.display();
            let archive = layout::archive(&run.schedule.name);
            match self.archiver.back_up(&run.schedule, self.shutdown) {
                Ok(_) => self.log(&format!("Backup done for {path} in {archive}")),
                Err(reason) => self.log(&format!("Error: can't back up {path}: {reason}")),
            }
        }
    }
}
