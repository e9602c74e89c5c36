//! Caught by `warnings_precede_the_line_that_counts_them`: the archiver's warnings are dropped.
//! Question: what does the returned report hold besides success?

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

/// An archiver that drops all warnings.
struct WithoutWarnings<'a>(&'a dyn Archiver);

impl Archiver for WithoutWarnings<'_> {
    fn back_up(&self, schedule: &Schedule, shutdown: &Shutdown) -> Result<Warnings, Error> {
        self.0
            .back_up(schedule, shutdown)
            .map(|_| Warnings::default())
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
        let archiver = WithoutWarnings(self.archiver);
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
