//! Caught by `stop_request_keeps_last_archive`: the stop request is not passed on to the archive.
//! Question: how long does `stop` wait while a large directory is saved?

use std::path::Path;

use crate::archive::Warnings;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, _shutdown: &Shutdown) -> Result<Warnings, Error> {
    let (_sender, never) = Shutdown::channel();
    backup::backups::save(dir, schedule, &never)
}
