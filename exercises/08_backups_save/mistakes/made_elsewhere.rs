//! Caught by `a_directory_that_holds_the_backups_is_saved_without_them`: the unfinished archive is beside the backups, where the source may be.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::archive;
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> io::Result<Vec<String>> {
    fs::create_dir_all(dir.join(layout::BACKUPS))?;
    let unfinished = NamedTempFile::new_in(dir)?;
    let mut left_out = Vec::new();
    for path in [dir.join(layout::BACKUPS), layout::lock(dir)] {
        if let Ok(found) = fs::metadata(path) {
            left_out.push((found.dev(), found.ino()));
        }
    }
    let source = dir.join(&schedule.path);
    let warnings = archive::write(&source, unfinished.as_file(), &left_out, shutdown)?;
    unfinished.persist(dir.join(layout::archive(&schedule.name)))?;
    Ok(warnings)
}
