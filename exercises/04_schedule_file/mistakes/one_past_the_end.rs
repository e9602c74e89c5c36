//! Caught by `index_without_line_changes_nothing`: an index one past the last line is accepted.
//! Also fails: `concurrent_changes_lose_no_line`, `remove_keeps_all_other_bytes`,
//! `remove_replaces_file_in_one_step`.
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
