//! Caught by `append_keeps_all_other_bytes`: a newline is written before each new line.
//! Also fails: `concurrent_changes_lose_no_line`, `link_stays_and_its_target_changes`,
//! `only_append_creates_missing_file`.
//! Question: when does the file need a newline before the new line, and when does it have one?

use std::io;
use std::path::Path;

pub use backup::schedule_file::*;

pub fn append(dir: &Path, line: &str) -> io::Result<()> {
    backup::schedule_file::append(dir, &format!("\n{line}"))
}
