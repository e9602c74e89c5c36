//! Caught by `concurrent_changes_lose_no_line`: a removal overwrites lines that were added meanwhile.
//! Also fails: `remove_keeps_all_other_bytes`, `remove_replaces_file_in_one_step`.
//! Question: what can another program do between your reading and your writing?

use crate::layout;
use std::fs;
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

pub use backup::schedule_file::*;

pub fn remove(dir: &Path, index: usize) -> io::Result<Option<String>> {
    let text = read(dir)?;
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if index >= lines.len() {
        return Ok(None);
    }
    let removed = lines.remove(index).trim_end().to_owned();
    // The disk is slow.
    thread::sleep(Duration::from_millis(1));
    fs::write(dir.join(layout::SCHEDULES), lines.concat())?;
    Ok(Some(removed))
}
