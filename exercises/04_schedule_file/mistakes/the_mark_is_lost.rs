//! Caught by `remove_keeps_all_other_bytes`: a removal loses the byte-order mark.
//! Also fails: `concurrent_changes_lose_no_line`, `remove_replaces_file_in_one_step`.
//! Question: which bytes does `read` leave out that the file must keep?

use crate::layout;
use std::fs;
use std::io;
use std::path::Path;

pub use backup::schedule_file::*;

pub fn remove(dir: &Path, index: usize) -> io::Result<Option<String>> {
    let text = read(dir)?;
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if index >= lines.len() {
        return Ok(None);
    }
    let removed = lines.remove(index).trim_end().to_owned();
    fs::write(dir.join(layout::SCHEDULES), lines.concat())?;
    Ok(Some(removed))
}
