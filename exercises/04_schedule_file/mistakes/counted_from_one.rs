//! Caught by `remove_keeps_all_other_bytes`: lines are counted from 1.
//! Also fails: `index_of_read_is_index_of_remove`, `index_without_line_changes_nothing`.
//! Question: which index has the first line?

use std::io;
use std::path::Path;

pub use backup::schedule_file::*;

pub fn remove(dir: &Path, index: usize) -> io::Result<Option<String>> {
    backup::schedule_file::remove(dir, index.saturating_sub(1))
}
