//! Caught by `append_adds_a_line_and_keeps_every_byte_before_it`: a newline is written before each new line.
//! Also fails: `a_link_stays_a_link_and_what_it_leads_to_is_changed`,
//! `a_missing_file_is_not_found_and_only_append_makes_it`,
//! `writers_and_removers_at_once_lose_no_line`.
//! Question: when does the file need a newline before the new line, and when does it have one?

use std::io;
use std::path::Path;

pub use backup::schedule_file::*;

pub fn append(dir: &Path, line: &str) -> io::Result<()> {
    backup::schedule_file::append(dir, &format!("\n{line}"))
}
