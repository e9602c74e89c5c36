//! Exercise 15: the endless loop: read, decide, save, log, sleep.

use std::any::type_name_of_val;
use std::io;
use std::path::Path;

use crate::clock::Clock;
use crate::process::lock::Lock;
use crate::schedule::Schedule;
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
    /// Runs until a stop is requested or the lock is lost; calls `ready` after the first check of
    /// the schedules.
    ///
    /// A check reads the file, saves what is due, and logs each outcome:
    ///
    /// - `Backup done for PATH in backups/NAME.tar`, then ` with 2 warnings` if there were two,
    ///   then ` (due 16:20)` if that was not the minute in which it began;
    /// - before that, each of its warnings as `Warning: WARNING`;
    /// - or `Error: can't back up PATH: REASON`.
    ///
    /// What is wrong with the file is logged when it appears, and not again while it stays:
    /// `Error: can't open backup_schedules.txt: REASON`, or
    /// `Error: malformed schedule: LINE (REASON)`. A clock that was set back is logged too:
    /// `Warning: the clock was set back by 239 minutes`.
    ///
    /// Of a file that is there and cannot be read, the next check makes up for what came meanwhile.
    ///
    /// A lock whose file was removed is taken again while `backup_schedules.txt` is there; if that
    /// fails, then at a later wake. If it is not there (`its lock and backup_schedules.txt were
    /// removed`), or if another service has the lock, the last line is
    /// `backup_service stopped: REASON`.
    pub fn run(&self, lock: Lock, ready: impl FnOnce()) {
        todo!(
            "exercise 15: check, tell {}, sleep, check; is the lock in place? {}",
            type_name_of_val(&ready),
            lock.is_in_place()
        )
    }

    /// Appends to the service's log. What cannot be logged goes to standard error, which is that
    /// log too, opened when there was one, unless the service was started by hand.
    pub fn log(&self, message: &str) {
        todo!("exercise 15: {message:?} in the log of the service")
    }
}
