//! Caught by `append_adds_a_line_and_keeps_every_byte_before_it`: there is a blank line before each.

use std::io;
use std::path::Path;

pub use backup::schedule_file::*;

pub fn append(dir: &Path, line: &str) -> io::Result<()> {
    backup::schedule_file::append(dir, &format!("\n{line}"))
}
