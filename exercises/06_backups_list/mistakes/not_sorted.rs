//! Caught by `list_is_in_byte_order`: the order is that of the file system.
//! Question: in which order does `read_dir` return entries?

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
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".tar") && !entry.file_type()?.is_dir() {
            names.push(escape(&name));
        }
    }
    Ok(names)
}
