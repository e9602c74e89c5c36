//! Caught by `remove_takes_one_line_with_its_end_and_keeps_every_other_byte`: lines are counted from 1.
//! Also fails: `an_index_without_a_line_removes_nothing`,
//! `the_index_of_a_line_that_was_read_is_the_one_that_removes_it`.
//! Question: which index has the first line?

use std::io;
use std::path::Path;

pub use backup::schedule_file::*;

pub fn remove(dir: &Path, index: usize) -> io::Result<Option<String>> {
    backup::schedule_file::remove(dir, index.saturating_sub(1))
}
