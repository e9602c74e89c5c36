//! Caught by `reading_gives_the_lines_without_their_ends`: a file with one byte that is not UTF-8 cannot be read.
//! Also fails: `the_index_of_a_line_that_was_read_is_the_one_that_removes_it`.
//! Question: which function reads a file whose bytes are not all text?

use crate::layout;
use std::io;
use std::path::Path;

pub use backup::schedule_file::{append, remove};

pub fn read(dir: &Path) -> io::Result<String> {
    let path = dir.join(layout::SCHEDULES);
    // What is no file is not waited for.
    if path.exists() && !path.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    std::fs::read_to_string(path)
}
