//! Caught by `line_is_one_write`: the newline is written by a second write.
//! Sometimes fails: `concurrent_writers_lose_and_mix_nothing`.
//! Question: what does a reader see between two writes, or after a kill there?

use std::io::{self, Write};
use std::path::Path;

use crate::clock::Clock;
use crate::log_line::log_line;

pub use backup::log_file::*;

pub fn append(dir: &Path, name: &str, clock: &dyn Clock, message: &str) -> io::Result<()> {
    let mut log = open(dir, name)?;
    writeln!(log, "{}", log_line(clock.now(), message).trim_end())
}
