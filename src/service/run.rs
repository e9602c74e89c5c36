//! The endless loop: read, decide, save, log, sleep.
//!
//! Serves *The service will run in an infinite loop. On every cycle of the loop the service will
//! check the schedules*: Python's `while True:` with `time.sleep(45)` at its end. The clock and the
//! archiver are traits, so that a test plays a day in a millisecond and needs no files to save.
//!
//! In production: an event loop, and a timer that the kernel keeps (`timerfd`).

use std::collections::HashSet;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::mem;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Local, Utc};

use super::due::{self, Due, Run};
use crate::clock::Clock;
use crate::escape::{escape, escape_truncated};
use crate::layout;
use crate::log_file;
use crate::process::lock::Lock;
use crate::schedule::Schedule;
use crate::schedule_file;
use crate::shutdown::Shutdown;

/// Whatever can save what a schedule names.
pub trait Archiver {
    /// Saves it; returns a warning for each file that could not be saved as it is.
    ///
    /// # Errors
    /// The reason, in words for the log. A requested `stop` is obeyed within a second, and is one.
    fn save(&self, schedule: &Schedule, shutdown: &Shutdown) -> io::Result<Vec<String>>;
}

/// A service and what it works with.
pub struct Service<'a> {
    /// Where the schedules are, and the logs.
    pub dir: &'a Path,
    /// What time it is.
    pub clock: &'a dyn Clock,
    /// Who saves.
    pub archiver: &'a dyn Archiver,
    /// Whether to go on.
    pub shutdown: &'a Shutdown,
}

impl Service<'_> {
    /// Runs until a stop is requested or the lock is lost for good; calls `ready` after the first
    /// check of the schedules.
    pub fn run(&self, lock: Lock, ready: impl FnOnce()) {
        let mut lock = lock;
        let mut due = Due::starting(self.clock.now().to_utc());
        let mut standing = HashSet::new();
        let mut checked = self.check(&mut due, &mut standing);
        ready();
        loop {
            // After a backup of more than a minute the next wake has passed: no sleep at all.
            let until_wake = due::next_wake(&Local, checked) - self.clock.now().to_utc();
            let span = until_wake
                .min(due::LONGEST_SLEEP)
                .to_std()
                .unwrap_or(Duration::ZERO);
            self.clock.sleep(span, self.shutdown);
            if self.shutdown.is_requested() {
                return;
            }
            if !lock.is_in_place() {
                // The new one first: between the two, `stop` would find nobody.
                match self.take_lock_again() {
                    Ok(Some(again)) => mem::replace(&mut lock, again).give_way_to(&lock),
                    Ok(None) => {} // the next wake tries again
                    Err(reason) => return self.log(&format!("backup_service stopped: {reason}")),
                }
            }
            checked = self.check(&mut due, &mut standing);
        }
    }

    /// Appends to the service's log. What cannot be logged goes to standard error: by hand that is
    /// the terminal, and `start` has made it the same log, opened when that was still possible.
    pub fn log(&self, message: &str) {
        if let Err(error) = log_file::append(self.dir, layout::SERVICE_LOG, self.clock, message) {
            // Not eprintln!, which panics where this fails: on the same full disk, for instance.
            let message = escape(message);
            let _ = writeln!(io::stderr(), "backup_service: {message} ({error})");
        }
    }

    /// Looks at the schedules once, saves what is due, and returns the time it looked. `standing`
    /// is what was wrong with the schedules last time: it is logged when it appears, not again
    /// while it stays.
    fn check(&self, due: &mut Due, standing: &mut HashSet<String>) -> DateTime<Utc> {
        let now = self.clock.now().to_utc();
        let mut wrong = Vec::new();
        let text = match schedule_file::read(self.dir) {
            Ok(text) => Some(text),
            Err(error) => {
                wrong.push(format!("can't open {}: {error}", layout::SCHEDULES));
                (error.kind() == ErrorKind::NotFound).then(String::new)
            }
        };
        let wake = text.map(|text| {
            let lines = text.lines().filter(|line| !line.is_empty());
            let schedules = lines.filter_map(|line| match line.parse::<Schedule>() {
                Ok(schedule) => Some(schedule),
                Err(reason) => {
                    wrong.push(format!(
                        "malformed schedule: {} ({reason})",
                        escape_truncated(line)
                    ));
                    None
                }
            });
            due.wake(&Local, now, schedules)
        });
        for error in wrong.iter().filter(|error| !standing.contains(*error)) {
            self.log(&format!("Error: {error}"));
        }
        *standing = wrong.into_iter().collect();
        // What is in a file that cannot be read is not known: the next look makes up for this one.
        let Some(wake) = wake else {
            return now;
        };
        if let Some(correction) = wake.correction {
            let minutes = correction.num_minutes();
            self.log(&format!(
                "Warning: the clock was set back by {minutes} minutes"
            ));
        }
        for run in &wake.runs {
            self.save(run);
        }
        now
    }

    /// Saves what is due, and logs what came of it.
    fn save(&self, run: &Run) {
        let path = escape_truncated(&run.schedule.path.to_string_lossy());
        let late = if run.in_its_minute(&Local, self.clock.now().to_utc()) {
            String::new()
        } else {
            format!(" (due {})", run.schedule.time.format("%H:%M"))
        };
        let warnings = match self.archiver.save(&run.schedule, self.shutdown) {
            Ok(warnings) => warnings,
            Err(reason) => return self.log(&format!("Error: can't back up {path}: {reason}")),
        };
        for warning in &warnings {
            self.log(&format!("Warning: {warning}"));
        }
        let warned = match warnings.len() {
            0 => String::new(),
            1 => " with 1 warning".to_owned(),
            several => format!(" with {several} warnings"),
        };
        let archive = layout::archive(&run.schedule.name);
        self.log(&format!(
            "Backup done for {path} in {archive}{warned}{late}"
        ));
    }

    /// The lock's file is gone, as a rule because somebody removed `logs`. A service that still has
    /// schedules to serve makes a new one; one whose schedules are gone as well was cleared away.
    /// `None` if a new one cannot be made for now: on a full disk, for instance.
    fn take_lock_again(&self) -> Result<Option<Lock>, String> {
        let schedules = fs::symlink_metadata(self.dir.join(layout::SCHEDULES));
        if schedules.is_err_and(|error| error.kind() == ErrorKind::NotFound) {
            return Err(format!("its lock and {} were removed", layout::SCHEDULES));
        }
        match Lock::take(self.dir) {
            Ok(Some(lock)) => Ok(Some(lock)),
            Ok(None) => Err("another one serves this directory".to_owned()),
            Err(_) => Ok(None),
        }
    }
}
