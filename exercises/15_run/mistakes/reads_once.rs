//! Caught by `the_file_is_read_at_each_wake`: the schedules are read at the start, and never again.

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
    pub dir: &'a Path,
    pub clock: &'a dyn Clock,
    pub archiver: &'a dyn Archiver,
    pub shutdown: &'a Shutdown,
}

impl Service<'_> {
    pub fn run(&self, _lock: Lock, ready: impl FnOnce()) {
        let text = schedule_file::read(self.dir).unwrap_or_default();
        let schedules = text
            .lines()
            .filter_map(|line| line.parse::<Schedule>().ok());
        let schedules: Vec<Schedule> = schedules.collect();
        let mut due = Due::starting(self.clock.now().to_utc());
        self.check(&mut due, schedules.clone());
        ready();
        self.sleep();
        while !self.shutdown.is_requested() {
            self.check(&mut due, schedules.clone());
            self.sleep();
        }
    }

    pub fn log(&self, message: &str) {
        let _ = log_file::append(self.dir, layout::SERVICE_LOG, self.clock, message);
    }

    fn sleep(&self) {
        let now = self.clock.now().to_utc();
        let span = due::next_wake(&Local, now) - now;
        self.clock
            .sleep(span.to_std().unwrap_or(Duration::ZERO), self.shutdown);
    }

    fn check(&self, due: &mut Due, schedules: Vec<Schedule>) {
        for run in due.wake(&Local, self.clock.now().to_utc(), schedules).runs {
            let path = run.schedule.path.display();
            let archive = layout::archive(&run.schedule.name);
            match self.archiver.save(&run.schedule, self.shutdown) {
                Ok(_) => self.log(&format!("Backup done for {path} in {archive}")),
                Err(reason) => self.log(&format!("Error: can't back up {path}: {reason}")),
            }
        }
    }
}
