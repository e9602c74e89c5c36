//! Caught by `sweeping_removes_what_a_kill_left_and_nothing_else`: everything that is hidden is removed, archives too.

use crate::layout;
use std::fs;
use std::io;
use std::path::Path;

pub use backup::backups::*;

pub fn sweep(dir: &Path) -> io::Result<()> {
    let Ok(entries) = fs::read_dir(dir.join(layout::BACKUPS)) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
