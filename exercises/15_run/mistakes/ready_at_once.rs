//! Caught by `it_is_ready_after_the_first_check_and_before_the_first_sleep`: it says so before it has done anything.

use std::path::Path;

use crate::clock::Clock;
use crate::process::lock::Lock;
use crate::shutdown::Shutdown;

pub use backup::service::run::Archiver;

pub struct Service<'a> {
    pub dir: &'a Path,
    pub clock: &'a dyn Clock,
    pub archiver: &'a dyn Archiver,
    pub shutdown: &'a Shutdown,
}

impl<'a> Service<'a> {
    pub fn run(&self, lock: Lock, ready: impl FnOnce()) {
        ready();
        self.reference().run(lock, || {});
    }

    pub fn log(&self, message: &str) {
        self.reference().log(message);
    }

    fn reference(&self) -> backup::service::run::Service<'a> {
        backup::service::run::Service {
            dir: self.dir,
            clock: self.clock,
            archiver: self.archiver,
            shutdown: self.shutdown,
        }
    }
}
