//! Caught by `the_index_of_a_line_that_was_read_is_the_one_that_removes_it`: blank lines are skipped.

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
