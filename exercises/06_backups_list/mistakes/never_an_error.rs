//! Caught by `missing_directory_is_an_error`: a missing directory gives an empty list.
//! Question: how does the user learn that there is no directory `backups`?

use std::fs;
use std::io;
use std::path::Path;

use crate::escape::escape;
use crate::layout;

pub use backup::backups::*;

pub fn archive_names(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir.join(layout::BACKUPS))
        .into_iter()
        .flatten()
    {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".tar") && !entry.file_type()?.is_dir() {
            names.push(escape(&name));
        }
    }
    names.sort();
    Ok(names)
}
