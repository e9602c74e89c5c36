//! Caught by `remove_keeps_all_other_bytes`: CRLF becomes LF in the lines that stay.
//! Also fails: `concurrent_changes_lose_no_line`, `remove_replaces_file_in_one_step`.
//! Question: which bytes of the other lines may a removal change?

use crate::layout;
use std::fs;
use std::io;
use std::path::Path;

pub use backup::schedule_file::*;

pub fn remove(dir: &Path, index: usize) -> io::Result<Option<String>> {
    let text = read(dir)?;
    let mut lines: Vec<&str> = text.lines().collect();
    if index >= lines.len() {
        return Ok(None);
    }
    let removed = lines.remove(index).to_owned();
    let kept: String = lines.iter().map(|line| format!("{line}\n")).collect();
    fs::write(dir.join(layout::SCHEDULES), kept)?;
    Ok(Some(removed))
}
