//! Caught by `append_keeps_all_other_bytes`: the new line is joined to a last line without a newline.
//! Also fails: `concurrent_changes_lose_no_line`, `fifo_or_directory_is_an_error_at_once`.
//! Question: what is the last byte of a file that an editor saved without a final newline?

use crate::layout;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

pub use backup::schedule_file::*;

pub fn append(dir: &Path, line: &str) -> io::Result<()> {
    let path = dir.join(layout::SCHEDULES);
    // A FIFO is not waited for by who opens it for reading too.
    let mut options = OpenOptions::new();
    let mut file = options.read(true).append(true).create(true).open(path)?;
    file.write_all(format!("{line}\n").as_bytes())
}
