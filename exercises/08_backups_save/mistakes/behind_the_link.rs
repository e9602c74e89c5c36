//! Caught by `link_in_archives_place_is_replaced`: the file that a link leads to is replaced, not the link.
//! Also fails: `archive_excludes_backups_and_lock`,
//! `directory_or_fifo_in_archives_place_is_an_error`, `empty_source_keeps_last_archive`,
//! `error_names_backups_directory`.
//! Question: who may have made that link, and where does it lead?

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
    let unfinished = NamedTempFile::new_in(backups)?;
    let source = dir.join(&schedule.path);
    let warnings = archive::write(&source, unfinished.as_file(), &[], &|| {
        shutdown.is_requested()
    })?;
    let archive = dir.join(layout::archive(&schedule.name));
    let archive = fs::canonicalize(&archive).unwrap_or(archive);
    unfinished.persist(archive).map_err(|error| error.error)?;
    Ok(warnings)
}
