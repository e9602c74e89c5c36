//! Caught by `archive_excludes_backups_and_lock`: the temporary file is created outside `backups`.
//! Also fails: `directory_or_fifo_in_archives_place_is_an_error`,
//! `empty_source_keeps_last_archive`, `error_names_backups_directory`.
//! Question: what if the source is the directory in which you create it?

use std::fs;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::archive::{self, Warnings};
use crate::file_id::FileId;
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> Result<Warnings, Error> {
    fs::create_dir_all(dir.join(layout::BACKUPS))?;
    let unfinished = NamedTempFile::new_in(dir)?;
    let exclusions: Vec<_> = [dir.join(layout::BACKUPS), layout::lock(dir)]
        .iter()
        .flat_map(|path| FileId::of_path(path))
        .collect();
    let source = dir.join(&schedule.path);
    let warnings = archive::write(&source, unfinished.as_file(), &exclusions, &|| {
        shutdown.is_requested()
    })?;
    unfinished
        .persist(dir.join(layout::archive(&schedule.name)))
        .map_err(|error| error.error)?;
    Ok(warnings)
}
