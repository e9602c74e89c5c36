//! Caught by `first_line_creates_directory_and_file`: the directory `logs` must be there already.
//! Also fails: `concurrent_writers_lose_and_mix_nothing`, `line_is_one_write`,
//! `open_log_appends_after_lines_of_others`, `rotated_log_is_created_again`,
//! `second_line_is_appended`.
//! Question: what does a new directory hold before the first line is logged?

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use nix::fcntl::OFlag;

use crate::clock::Clock;
use crate::layout;
use crate::log_line::log_line;

pub fn open(dir: &Path, name: &str) -> io::Result<File> {
    OpenOptions::new()
        .append(true)
        .create(true)
        .custom_flags((OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits())
        .open(dir.join(layout::LOGS).join(name))
        .map_err(|error| io::Error::new(error.kind(), format!("{}/{name}: {error}", layout::LOGS)))
}

pub fn append(dir: &Path, name: &str, clock: &dyn Clock, message: &str) -> io::Result<()> {
    open(dir, name)?.write_all(log_line(clock.now(), message).as_bytes())
}
