//! Caught by `after_a_stop_request_no_backup_starts`: a backup that a stop request ends is logged as an error.
//! Question: who should look into that error?

use std::io;
use std::path::Path;

use crate::archive::Warnings;
use crate::backups::Error;
use crate::clock::Clock;
use crate::process::lock::Lock;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::service::run::Archiver;

pub struct Service<'a> {
    dir: &'a Path,
    clock: &'a dyn Clock,
    archiver: &'a dyn Archiver,
    shutdown: &'a Shutdown,
    lock: Option<Lock>,
}

/// An archiver for which a stop request is one more error.
struct Failing<'a>(&'a dyn Archiver);

impl Archiver for Failing<'_> {
    fn back_up(&self, schedule: &Schedule, shutdown: &Shutdown) -> Result<Warnings, Error> {
        self.0
            .back_up(schedule, shutdown)
            .map_err(|error| match error {
                Error::Cancelled => io::Error::other("cancelled").into(),
                error => error,
            })
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
        let archiver = Failing(self.archiver);
        let mut reference = backup::service::run::Service::new(
            self.dir,
            self.clock,
            &archiver,
            self.shutdown,
            self.lock.take().expect("`run` is called once"),
        );
        reference.run(ready);
    }
}
