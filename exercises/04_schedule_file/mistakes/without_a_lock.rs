//! Caught by `writers_and_removers_at_once_lose_no_line`: a removal overwrites lines that were added meanwhile.
//! Also fails: `a_removal_replaces_the_file_and_does_not_write_in_it`,
//! `remove_takes_one_line_with_its_end_and_keeps_every_other_byte`.
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
