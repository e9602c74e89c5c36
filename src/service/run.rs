//! Runs the service: the endless loop.
//!
//! Exercise, `loop-1`, `loop-2`, `loop-3`: the service checks the schedules in each cycle of an
//! endless loop, and sleeps until the next check.
//! Python: `while True:`, with `try:` and `except` in it, and `time.sleep(45)` at its end.
//! In production: an event loop, and a timer of the kernel (`timerfd`).
//!
//! The clock and the archiver are traits (*dependency injection*), so that a test plays a day in
//! milliseconds and needs no files to save.

use std::collections::HashSet;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::mem;
use std::path::Path;

use chrono::{DateTime, Local, Utc};

use super::due::{self, Due, DueBackup};
use crate::archive::Warnings;
use crate::backups;
use crate::clock::Clock;
use crate::escape::{escape, escape_truncated};
use crate::layout;
use crate::log_file;
use crate::process::lock::Lock;
use crate::schedule::Schedule;
use crate::schedule_file;
use crate::shutdown::Shutdown;

/// Makes the backup of one schedule.
pub trait Archiver {
    /// Saves the path of `schedule`. Returns one warning for each file that could not be saved as
    /// it is.
    ///
    /// # Errors
    /// [`backups::Error::Cancelled`] within a second of a stop request; any other error if there is
    /// no new archive.
    fn back_up(&self, schedule: &Schedule, shutdown: &Shutdown)
    -> Result<Warnings, backups::Error>;
}

/// The service of one directory. It lives as long as the process.
pub struct Service<'a> {
    /// The directory of the schedules, the archives and the logs.
    dir: &'a Path,
    clock: &'a dyn Clock,
    archiver: &'a dyn Archiver,
    /// Set once, by SIGTERM or SIGINT; ends the loop.
    shutdown: &'a Shutdown,
    /// Held until the service ends, and replaced if its file is removed meanwhile.
    lock: Lock,
    /// Which backups have been due, kept from one check to the next.
    due: Due,
    /// The errors in the schedules at the last check. An error is logged when it appears, not at
    /// each check.
    already_logged: HashSet<String>,
}

impl<'a> Service<'a> {
    /// The service of `dir`, whose lock is `lock`. Backups that were due before this minute are
    /// skipped (T5 in [`due`]).
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
            due: Due::starting(clock.now().to_utc()),
            already_logged: HashSet::new(),
        }
    }

    /// Runs until a stop is requested or the lock is lost. Calls `ready` after the first check.
    pub fn run(&mut self, ready: impl FnOnce()) {
        let mut last_check = self.check();
        ready();
        loop {
            self.sleep_after(last_check);
            if self.shutdown.is_requested() {
                return;
            }
            if let Err(reason) = self.keep_lock() {
                return self.log(&format!("backup_service stopped: {reason}"));
            }
            last_check = self.check();
        }
    }

    /// Appends `message` to the service's log. If that fails, writes it to standard error. That is
    /// the terminal if the user runs the service, and the log, opened earlier, if `start` does.
    pub fn log(&self, message: &str) {
        if let Err(error) = log_file::append(self.dir, layout::SERVICE_LOG, self.clock, message) {
            // Not eprintln!, which panics if standard error cannot be written either.
            let message = escape(message);
            let _ = writeln!(io::stderr(), "backup_service: {message} ({error})");
        }
    }

    /// Sleeps until the next check is due; not at all if its time has passed during a long backup.
    fn sleep_after(&self, last_check: DateTime<Utc>) {
        let until_next = due::next_check(&Local, last_check) - self.clock.now().to_utc();
        // The limit matters if the clock was set back during a backup.
        let span = until_next.min(due::MAX_SLEEP).to_std().unwrap_or_default();
        self.clock.sleep(span, self.shutdown);
    }

    /// Reads the schedules, and makes the backups that are due. Returns the time of the check.
    fn check(&mut self) -> DateTime<Utc> {
        let now = self.clock.now().to_utc();
        let mut errors = Vec::new();

        // Read. A missing file is an error to log, and counts as a file without schedules.
        let text = schedule_file::read(self.dir).or_else(|error| {
            errors.push(format!("can't open {}: {error}", layout::SCHEDULES));
            match error.kind() {
                ErrorKind::NotFound => Ok(String::new()),
                _ => Err(error),
            }
        });

        // Decide. If we could not read the schedules, we don't know what was due: leave `due` as it
        // is, and the next check catches up.
        let check = text.map(|text| {
            self.due
                .check(&Local, now, valid_schedules(&text, &mut errors))
        });
        self.log_new(errors);
        let Ok(check) = check else { return now };
        if let Some(clock_step) = check.clock_step {
            let minutes = clock_step.num_minutes();
            self.log(&format!(
                "Warning: the clock was set back by {minutes} minutes"
            ));
        }

        // Back up. After a stop request no further backup starts.
        for backup in &check.backups {
            if self.shutdown.is_requested() {
                break;
            }
            self.back_up(backup);
        }
        now
    }

    /// Logs those of `errors` that the last check did not find; none after a stop request.
    fn log_new(&mut self, errors: Vec<String>) {
        for error in &errors {
            if !self.already_logged.contains(error) && !self.shutdown.is_requested() {
                self.log(&format!("Error: {error}"));
            }
        }
        self.already_logged = errors.into_iter().collect();
    }

    /// Makes one backup, and logs its result.
    fn back_up(&self, backup: &DueBackup) {
        let schedule = &backup.schedule;
        let path = escape_truncated(&schedule.path.to_string_lossy());
        let is_late = !backup.in_its_minute(&Local, self.clock.now().to_utc());
        match self.archiver.back_up(schedule, self.shutdown) {
            Ok(warnings) => {
                for warning in &warnings.texts {
                    self.log(&format!("Warning: {warning}"));
                }
                if warnings.more > 0 {
                    let more = warnings.more;
                    self.log(&format!(
                        "Warning: {more} more entries were not saved as they are"
                    ));
                }
                self.log(&line_of_success(&path, schedule, warnings.count(), is_late));
            }
            Err(backups::Error::Cancelled) => self.log(&format!(
                "Warning: backup of {path} abandoned: backup_service is stopping"
            )),
            Err(error) => self.log(&format!("Error: can't back up {path}: {error}")),
        }
    }

    /// Acquires the lock again if its file was removed, usually with all of `logs`. If that fails,
    /// for example on a full disk, the next cycle tries again.
    ///
    /// # Errors
    /// The reason to end the service: another service has the lock, or the schedules were removed
    /// too, so the directory was probably cleared.
    fn keep_lock(&mut self) -> io::Result<()> {
        if self.lock.is_current() {
            return Ok(());
        }
        let schedules = fs::symlink_metadata(self.dir.join(layout::SCHEDULES));
        if schedules.is_err_and(|error| error.kind() == ErrorKind::NotFound) {
            let reason = format!("its lock and {} were removed", layout::SCHEDULES);
            return Err(io::Error::other(reason));
        }
        match Lock::try_acquire(self.dir) {
            Ok(Some(new)) => {
                // The old lock ends after the new one begins: between the two, `stop` would find
                // no service.
                let old = mem::replace(&mut self.lock, new);
                old.close_unless_same_file(&self.lock);
                Ok(())
            }
            Ok(None) => Err(io::Error::other("another one serves this directory")),
            Err(_) => Ok(()),
        }
    }
}

/// The log line of a backup that was made.
fn line_of_success(path: &str, schedule: &Schedule, warnings: usize, is_late: bool) -> String {
    let with_warnings = match warnings {
        0 => String::new(),
        1 => " with 1 warning".to_owned(),
        several => format!(" with {several} warnings"),
    };
    let late = match is_late {
        true => format!(" (due {})", schedule.time.format("%H:%M")),
        false => String::new(),
    };
    let archive = layout::archive(&schedule.name);
    format!("Backup done for {path} in {archive}{with_warnings}{late}")
}

/// The schedules in `text`, one per line. A line that is malformed adds one to `errors`.
fn valid_schedules(text: &str, errors: &mut Vec<String>) -> impl Iterator<Item = Schedule> {
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.filter_map(|line| {
        let schedule = line.parse().inspect_err(|reason| {
            let line = escape_truncated(line);
            errors.push(format!("malformed schedule: {line} ({reason})"));
        });
        schedule.ok()
    })
}
