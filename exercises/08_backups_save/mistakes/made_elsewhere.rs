//! Caught by `a_directory_that_holds_the_backups_is_saved_without_them`: the unfinished archive is beside the backups, where the source may be.

use std::fs;
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::archive;
use crate::file_id::FileId;
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> io::Result<Vec<String>> {
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
    unfinished.persist(dir.join(layout::archive(&schedule.name)))?;
    Ok(warnings)
}
