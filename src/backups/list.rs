//! Lists the archives in `./backups`.
//!
//! Exercise, `backups-1`: `backups` prints the names of the archives.
//! Python: `sorted(glob("backups/*.tar"))`.
//! In production: the size and the time of each too, as `ls -l` shows them.
//!
//! The system returns names in no particular order, and a name may contain terminal escape
//! sequences.

use std::fs;
use std::io;
use std::path::Path;

use crate::escape::escape;
use crate::layout::{ARCHIVE_SUFFIX, BACKUPS};

/// The names of the archives in `dir/backups`, in byte order.
///
/// # Errors
/// `NotFound` if there is no such directory; any other error if it cannot be read.
pub fn archive_names(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir.join(BACKUPS))? {
        let entry = entry?;
        let name = entry.file_name();
        let is_archive = name.as_encoded_bytes().ends_with(ARCHIVE_SUFFIX.as_bytes());
        if is_archive && !entry.file_type()?.is_dir() {
            names.push(escape(&name.to_string_lossy()));
        }
    }
    names.sort();
    Ok(names)
}
