//! Caught by `read_returns_lines_without_ends`: a file with one byte that is not UTF-8 cannot be read.
//! Also fails: `index_of_read_is_index_of_remove`.
//! Question: which function reads a file whose bytes are not all text?

use crate::layout;
use std::io;
use std::path::Path;

pub use backup::schedule_file::{append, remove};

pub fn read(dir: &Path) -> io::Result<String> {
    let path = dir.join(layout::SCHEDULES);
    // Do not wait for a FIFO.
    if path.exists() && !path.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    std::fs::read_to_string(path)
}
