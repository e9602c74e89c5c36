//! Caught by `an_empty_source_is_saved_once_and_then_replaces_nothing`: a disk that is not mounted costs the last good archive.

use std::fs;
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::archive;
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> io::Result<Vec<String>> {
    let backups = dir.join(layout::BACKUPS);
    fs::create_dir_all(&backups)?;
    let unfinished = NamedTempFile::new_in(&backups)?;
    let source = dir.join(&schedule.path);
    let warnings = archive::write(&source, unfinished.as_file(), &[], &|| {
        shutdown.is_requested()
    })?;
    unfinished.persist(dir.join(layout::archive(&schedule.name)))?;
    Ok(warnings)
}
