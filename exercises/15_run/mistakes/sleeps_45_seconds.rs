//! Caught by `an_idle_service_saves_in_the_first_second_of_the_minute`: `time.sleep(45)` at the end of each round, wherever that ends.

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Local};

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

/// A clock for which every sleep is one of 45 seconds.
struct FortyFive<'a>(&'a dyn Clock);

impl Clock for FortyFive<'_> {
    fn now(&self) -> DateTime<Local> {
        self.0.now()
    }

    fn sleep(&self, _span: Duration, shutdown: &Shutdown) {
        self.0.sleep(Duration::from_secs(45), shutdown);
    }
}

impl Service<'_> {
    pub fn run(&self, lock: Lock, ready: impl FnOnce()) {
        let reference = backup::service::run::Service {
            dir: self.dir,
            clock: &FortyFive(self.clock),
            archiver: self.archiver,
            shutdown: self.shutdown,
        };
        reference.run(lock, ready);
    }

    pub fn log(&self, message: &str) {
        println!("{message}");
    }
}
