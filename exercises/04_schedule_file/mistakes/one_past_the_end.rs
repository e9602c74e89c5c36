//! Caught by `an_index_without_a_line_removes_nothing`: an index one past the last line is accepted.
//! Also fails: `a_removal_replaces_the_file_and_does_not_write_in_it`,
//! `remove_takes_one_line_with_its_end_and_keeps_every_other_byte`,
//! `writers_and_removers_at_once_lose_no_line`.
//! Question: how many lines are there, and what is the index of the last?

use crate::layout;
use std::fs;
use std::io;
use std::path::Path;

pub use backup::schedule_file::*;

pub fn remove(dir: &Path, index: usize) -> io::Result<Option<String>> {
    let text = read(dir)?;
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if index > lines.len() {
        return Ok(None);
    }
    let removed = lines.remove(index);
    fs::write(dir.join(layout::SCHEDULES), lines.concat())?;
    Ok(Some(removed.trim_end().to_owned()))
}
