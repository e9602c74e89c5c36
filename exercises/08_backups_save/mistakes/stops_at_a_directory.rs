//! Caught by `only_stale_temp_files_are_removed`: it does not skip a directory.
//! Question: what does `remove_file` return for a directory?

use crate::layout;
use std::fs;
use std::io;
use std::path::Path;

pub use backup::backups::*;

pub fn remove_stale_temp_files(dir: &Path) -> io::Result<()> {
    let Ok(entries) = fs::read_dir(dir.join(layout::BACKUPS)) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().into_string().unwrap();
        if name.starts_with(layout::TEMP_PREFIX) && name.ends_with(layout::TEMP_SUFFIX) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
