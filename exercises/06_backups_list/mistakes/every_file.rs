//! Caught by `only_tar_files_are_listed`: every file is listed.
//! Question: which names are those of archives?

use std::fs;
use std::io;
use std::path::Path;

use crate::escape::escape;
use crate::layout;

pub use backup::backups::*;

pub fn archive_names(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir.join(layout::BACKUPS))? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            names.push(escape(&entry.file_name().to_string_lossy()));
        }
    }
    names.sort();
    Ok(names)
}
