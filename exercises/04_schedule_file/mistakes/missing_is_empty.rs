//! Caught by `only_append_creates_missing_file`: a missing file is read as an empty one.
//! Question: how would `list` know that there is no file, to log that it can't find it?

use std::io::{self, ErrorKind};
use std::path::Path;

pub use backup::schedule_file::*;

pub fn read(dir: &Path) -> io::Result<String> {
    match backup::schedule_file::read(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        text => text,
    }
}
