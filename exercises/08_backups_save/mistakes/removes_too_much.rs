//! Caught by `only_stale_temp_files_are_removed`: every hidden file is removed.
//! Question: how do you tell a temporary file of ours from an archive whose name begins with a dot?

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
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if is_hidden && !entry.file_type()?.is_dir() {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
