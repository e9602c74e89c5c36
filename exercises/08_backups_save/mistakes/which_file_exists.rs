//! Caught by `error_names_backups_directory`: the error of the directory is returned as it is.
//! Question: what does a user learn from "File exists"?

use std::fs;
use std::path::Path;

use crate::archive::Warnings;
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> Result<Warnings, Error> {
    fs::create_dir_all(dir.join(layout::BACKUPS))?;
    backup::backups::save(dir, schedule, shutdown)
}
