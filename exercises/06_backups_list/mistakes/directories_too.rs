//! Caught by `links_are_listed_and_directories_are_not`: directories are listed too.
//! Question: is everything whose name ends in `.tar` a file?

use std::fs;
use std::io;
use std::path::Path;

use crate::escape::escape;
use crate::layout;

pub use backup::backups::*;

pub fn archive_names(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir.join(layout::BACKUPS))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".tar") {
            names.push(escape(&name));
        }
    }
    names.sort();
    Ok(names)
}
