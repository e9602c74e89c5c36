//! Caught by `temporary_file_is_on_same_disk`: the temporary file is created in `/tmp`.
//! Also fails: `archive_excludes_backups_and_lock`,
//! `directory_or_fifo_in_archives_place_is_an_error`, `empty_source_keeps_last_archive`,
//! `error_names_backups_directory`.
//! Question: what does `rename` return if the two names are on different disks?

use std::fs;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::archive::{self, Warnings};
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> Result<Warnings, Error> {
    fs::create_dir_all(dir.join(layout::BACKUPS))?;
    let unfinished = NamedTempFile::new()?;
    let source = dir.join(&schedule.path);
    let warnings = archive::write(&source, unfinished.as_file(), &[], &|| {
        shutdown.is_requested()
    })?;
    let archive = dir.join(layout::archive(&schedule.name));
    unfinished.persist(archive).map_err(|error| error.error)?;
    Ok(warnings)
}
