//! Caught by `empty_source_keeps_last_archive`: an empty source replaces the last archive.
//! Also fails: `archive_excludes_backups_and_lock`,
//! `directory_or_fifo_in_archives_place_is_an_error`, `error_names_backups_directory`.
//! Question: what does a directory look like when its disk is not mounted?

use std::fs;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::archive::{self, Warnings};
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> Result<Warnings, Error> {
    let backups = dir.join(layout::BACKUPS);
    fs::create_dir_all(&backups)?;
    let unfinished = NamedTempFile::new_in(&backups)?;
    let source = dir.join(&schedule.path);
    let warnings = archive::write(&source, unfinished.as_file(), &[], &|| {
        shutdown.is_requested()
    })?;
    unfinished
        .persist(dir.join(layout::archive(&schedule.name)))
        .map_err(|error| error.error)?;
    Ok(warnings)
}
