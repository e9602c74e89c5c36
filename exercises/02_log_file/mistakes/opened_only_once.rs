//! Caught by `rotated_log_is_created_again`: the log is opened once and kept open.
//! Question: to which file does an open descriptor lead after its file was renamed?

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use crate::clock::Clock;
use crate::log_line::log_line;

pub use backup::log_file::*;

static OPEN: LazyLock<Mutex<HashMap<PathBuf, File>>> = LazyLock::new(Mutex::default);

pub fn append(dir: &Path, name: &str, clock: &dyn Clock, message: &str) -> io::Result<()> {
    let mut logs = OPEN.lock().unwrap();
    let path = dir.join(name);
    if !logs.contains_key(&path) {
        logs.insert(path.clone(), open(dir, name)?);
    }
    let line = log_line(clock.now(), message);
    logs.get_mut(&path).unwrap().write_all(line.as_bytes())
}
