//! Caught by `reading_gives_the_lines_without_their_ends`: one byte that is no UTF-8, and nothing is read.

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
