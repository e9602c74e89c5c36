//! Caught by `control_characters_in_names_are_escaped`: control characters in a name are printed as they are.
//! Question: what does a terminal do with a name that holds an escape sequence?

use crate::layout;
use std::fs;
use std::io;
use std::path::Path;

pub use backup::backups::*;

pub fn archive_names(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir.join(layout::BACKUPS))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".tar") && !entry.file_type()?.is_dir() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
