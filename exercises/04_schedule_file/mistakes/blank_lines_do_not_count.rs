//! Caught by `the_index_of_a_line_that_was_read_is_the_one_that_removes_it`: blank lines are not counted.
//! Also fails: `remove_takes_one_line_with_its_end_and_keeps_every_other_byte`.
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
