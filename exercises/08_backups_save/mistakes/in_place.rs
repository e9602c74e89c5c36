//! Caught by `reader_of_old_archive_keeps_it`: the last archive is overwritten.

use std::fs::{self, File};
use std::path::Path;

use crate::archive;
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> Result<Vec<String>, Error> {
    fs::create_dir_all(dir.join(layout::BACKUPS))?;
    let archive = File::create(dir.join(layout::archive(&schedule.name)))?;
    let source = dir.join(&schedule.path);
    Ok(archive::write(&source, archive, &[], &|| {
        shutdown.is_requested()
    })?)
}
