//! Caught by `missing_source_keeps_last_archive`: the temporary file stays after an error.
//! Also fails: `archive_excludes_backups_and_lock`,
//! `directory_or_fifo_in_archives_place_is_an_error`, `empty_source_keeps_last_archive`,
//! `error_names_backups_directory`, `only_owner_can_read_archive`,
//! `stop_request_keeps_last_archive`.
//! Question: who removes the temporary file when `?` returns early?

use std::fs::{self, File};
use std::path::Path;

use crate::archive::{self, Warnings};
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> Result<Warnings, Error> {
    let backups = dir.join(layout::BACKUPS);
    fs::create_dir_all(&backups)?;
    let unfinished = backups.join(".backup_service-1.tmp");
    let source = dir.join(&schedule.path);
    let warnings = archive::write(&source, File::create(&unfinished)?, &[], &|| {
        shutdown.is_requested()
    })?;
    fs::rename(unfinished, dir.join(layout::archive(&schedule.name)))?;
    Ok(warnings)
}
