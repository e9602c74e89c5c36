//! Caught by `remove_replaces_file_in_one_step`: the file is written in place.
//! Also fails: `concurrent_changes_lose_no_line`.
//! Question: what is in the file if your program is killed between truncating and writing?

use crate::layout;
use std::fs;
use std::io;
use std::path::Path;

pub use backup::schedule_file::*;

pub fn remove(dir: &Path, index: usize) -> io::Result<Option<String>> {
    read(dir)?;
    let bytes = fs::read(dir.join(layout::SCHEDULES))?;
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    let (mark, text) = bytes.split_at(mark);
    let mut lines: Vec<&[u8]> = text.split_inclusive(|&byte| byte == b'\n').collect();
    if index >= lines.len() {
        return Ok(None);
    }
    let removed = String::from_utf8_lossy(lines.remove(index)).into_owned();
    fs::write(
        dir.join(layout::SCHEDULES),
        [mark, &lines.concat()].concat(),
    )?;
    Ok(Some(removed.trim_end().to_owned()))
}
