//! Caught by `concurrent_writers_lose_and_mix_nothing`: the whole log is read, and written back with the new line.
//! Question: what happens to a line that another program adds between your reading and your
//! writing?

use std::fs;
use std::io;
use std::path::Path;

use crate::clock::Clock;
use crate::layout;
use crate::log_line::log_line;

pub use backup::log_file::*;

pub fn append(dir: &Path, name: &str, clock: &dyn Clock, message: &str) -> io::Result<()> {
    open(dir, name)?;
    let path = dir.join(layout::LOGS).join(name);
    let line = log_line(clock.now(), message);
    let lines = fs::read(&path)?;
    fs::write(&path, [lines, line.into_bytes()].concat())
}
