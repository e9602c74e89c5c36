//! Caught by `first_backup_creates_directory_and_archive`: `backups` is never created.
//! Also fails: `archive_excludes_backups_and_lock`,
//! `directory_or_fifo_in_archives_place_is_an_error`, `empty_source_keeps_last_archive`,
//! `error_names_backups_directory`, `missing_source_keeps_last_archive`,
//! `only_owner_can_read_archive`, `reader_of_old_archive_keeps_it`,
//! `stop_request_keeps_last_archive`, `temporary_file_is_on_same_disk`.
//! Question: what is in the directory before the first backup?

use std::path::Path;

use tempfile::NamedTempFile;

use crate::archive::{self, Warnings};
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> Result<Warnings, Error> {
    let unfinished = NamedTempFile::new_in(dir.join(layout::BACKUPS))?;
    let source = dir.join(&schedule.path);
    let warnings = archive::write(&source, unfinished.as_file(), &[], &|| {
        shutdown.is_requested()
    })?;
    let archive = dir.join(layout::archive(&schedule.name));
    unfinished.persist(archive).map_err(|error| error.error)?;
    Ok(warnings)
}
