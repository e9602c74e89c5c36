//! Caught by `archive_excludes_backups_and_lock`: the temporary file is beside `backups`, in a directory that may be the source.

use std::fs;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::archive;
use crate::file_id::FileId;
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> Result<Vec<String>, Error> {
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
