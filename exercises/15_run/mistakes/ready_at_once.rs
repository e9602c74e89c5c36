//! Caught by `ready_is_called_between_first_check_and_sleep`: `ready` is reported before the first check.
//! Question: what may `start; backups` expect to be done?

use std::path::Path;

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
        ready();
        let mut reference = backup::service::run::Service::new(
            self.dir,
            self.clock,
            self.archiver,
            self.shutdown,
            self.lock.take().expect("`run` is called once"),
        );
        reference.run(|| {});
    }
}
