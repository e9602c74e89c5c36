//! Caught by `link_stays_and_its_target_changes`: a symbolic link is replaced by a regular file.
//! Also fails: `concurrent_changes_lose_no_line`, `remove_keeps_all_other_bytes`,
//! `remove_keeps_permissions`.
//! Question: what does `rename` do to a link that has the target's name?

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
    let new = dir.join("backup_schedules.new");
    fs::write(&new, lines.concat())?;
    fs::rename(new, dir.join(layout::SCHEDULES))?;
    Ok(Some(removed))
}
