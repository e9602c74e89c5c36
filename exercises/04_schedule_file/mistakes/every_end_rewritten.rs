//! Caught by `remove_takes_one_line_with_its_end_and_keeps_every_other_byte`: CRLF becomes LF in the lines that stay.
//! Also fails: `a_removal_replaces_the_file_and_does_not_write_in_it`,
//! `writers_and_removers_at_once_lose_no_line`.
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
