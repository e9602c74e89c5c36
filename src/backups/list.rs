//! What an archive is called, and which archives there are.
//!
//! Serves *`backups`: list the backups files in `./backups`*: Python's `sorted(glob("*.tar"))`. The
//! system gives names in no particular order, and a name may hold what a terminal takes for a
//! command.
//!
//! In production: the size and the time of each, as `ls -l` shows them.

use std::fs;
use std::io;
use std::path::Path;

use super::DIRECTORY;
use crate::printable::printable;
use crate::schedule::Schedule;

/// What the name of an archive ends in.
const ARCHIVE: &str = ".tar";

/// The file of `schedule`'s archive, as the log names it: `backups/NAME.tar`.
pub fn archive_name(schedule: &Schedule) -> String {
    format!("{DIRECTORY}/{}{ARCHIVE}", schedule.name)
}

/// The names of the archives in `dir/backups`, in byte order.
///
/// # Errors
/// `NotFound` if there is no such directory; what the system answers if it cannot be read.
pub fn list(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir.join(DIRECTORY))? {
        let entry = entry?;
        let name = entry.file_name();
        if name.as_encoded_bytes().ends_with(ARCHIVE.as_bytes()) && !entry.file_type()?.is_dir() {
            names.push(printable(&name.to_string_lossy()));
        }
    }
    names.sort();
    Ok(names)
}
