//! Caught by `index_of_read_is_index_of_remove`: blank lines are not counted.
//! Also fails: `remove_keeps_all_other_bytes`.
//! Question: which index does `list` show for the line after a blank one?

use std::io;
use std::path::Path;

pub use backup::schedule_file::*;

pub fn remove(dir: &Path, index: usize) -> io::Result<Option<String>> {
    let text = read(dir)?;
    let mut schedules = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty());
    match schedules.nth(index) {
        Some((number, _)) => backup::schedule_file::remove(dir, number),
        None => Ok(None),
    }
}
