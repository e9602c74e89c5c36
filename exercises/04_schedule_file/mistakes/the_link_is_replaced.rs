//! Caught by `a_link_stays_a_link_and_what_it_leads_to_is_changed`: a symbolic link is replaced by a regular file.
//! Also fails: `a_removal_keeps_the_permissions`,
//! `remove_takes_one_line_with_its_end_and_keeps_every_other_byte`,
//! `writers_and_removers_at_once_lose_no_line`.
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
