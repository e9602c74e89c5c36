//! Caught by `an_index_without_a_line_removes_nothing`: with two lines, index 2 is one too many.

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
