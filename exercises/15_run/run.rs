//! Task 15: the endless loop: read, decide, back up, log, sleep.

use std::any::type_name_of_val;
use std::path::Path;

use crate::archive::Warnings;
use crate::backups;
use crate::clock::Clock;
use crate::process::lock::Lock;
use crate::schedule::Schedule;
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

/// The service of one directory. Add what it must keep from one check to the next.
pub struct Service<'a> {
    /// The directory of the schedules, the archives and the logs.
    dir: &'a Path,
    clock: &'a dyn Clock,
    archiver: &'a dyn Archiver,
    /// Set once; ends the loop.
    shutdown: &'a Shutdown,
    /// Held until the service ends.
    lock: Lock,
}

impl<'a> Service<'a> {
    /// The service of `dir`, whose lock is `lock`. It starts now.
    pub fn new(
        dir: &'a Path,
        clock: &'a dyn Clock,
        archiver: &'a dyn Archiver,
        shutdown: &'a Shutdown,
        lock: Lock,
    ) -> Service<'a> {
        todo!(
            "task 15: the service of {dir:?}, started at {}, with {}, stop requested: {}; {}",
            clock.now(),
            type_name_of_val(archiver),
            shutdown.is_requested(),
            lock.is_current()
        )
    }

    /// Runs until a stop is requested, or until another service has the lock. Calls `ready` after
    /// the first check of the schedules.
    ///
    /// A check reads the file, makes the backups that are due, and logs the result of each:
    ///
    /// - `Backup done for PATH in backups/NAME.tar`, then ` with 2 warnings` if there were two,
    ///   then ` (due 16:20)` if the backup did not begin in the minute of its schedule;
    /// - before that, each warning as `Warning: WARNING`, and the number of those without a text as
    ///   `Warning: 2 more entries were not saved as they are`;
    /// - or `Error: can't back up PATH: REASON`;
    /// - or, if the error is `Cancelled`, `Warning: backup of PATH abandoned: backup_service is
    ///   stopping`. After a stop request no further backup starts.
    ///
    /// An error in the file is logged when it appears, not at each check:
    /// `Error: can't open backup_schedules.txt: REASON`, or
    /// `Error: malformed schedule: LINE (REASON)`. If the clock was set back, the log has
    /// `Warning: the clock was set back by 239 minutes`.
    ///
    /// If the file is there but cannot be read, the next check catches up.
    ///
    /// If the file of the lock was removed but `backup_schedules.txt` is there, acquire the lock
    /// again; if that fails, try at the next cycle. If both are removed, log `backup_service
    /// stopped: its lock and backup_schedules.txt were removed` and return. If another service has
    /// the lock, log the same with `another one serves this directory` and return.
    pub fn run(&mut self, ready: impl FnOnce()) {
        todo!(
            "task 15: check, tell {}, sleep, check; is the lock in place? {}",
            type_name_of_val(&ready),
            self.lock.is_current()
        )
    }

    /// Appends `message` to the service's log. If that fails, writes it to standard error.
    pub fn log(&self, message: &str) {
        todo!("task 15: {message:?} in the log of the service")
    }
}
