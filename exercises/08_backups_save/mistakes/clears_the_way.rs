//! Caught by `directory_or_fifo_in_archives_place_is_an_error`: a directory or a FIFO in the place of the archive is removed.
//! Question: who created the directory at `backups/NAME.tar`, and what is in it?

use std::fs;
use std::path::Path;

use crate::archive::Warnings;
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> Result<Warnings, Error> {
    let archive = dir.join(layout::archive(&schedule.name));
    if archive.is_dir() {
        fs::remove_dir_all(&archive)?;
    } else if archive.exists() && !archive.is_file() {
        fs::remove_file(&archive)?;
    }
    backup::backups::save(dir, schedule, shutdown)
}
