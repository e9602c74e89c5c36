//! Caught by `the_first_line_makes_the_directory_and_the_file`: the directory `logs` must be there already.
//! Also fails: `a_line_is_one_write`, `a_log_that_was_moved_away_is_begun_anew`,
//! `an_open_log_is_written_at_its_end_whoever_wrote_meanwhile`, `each_line_follows_the_last`,
//! `many_writers_at_once_lose_and_mix_nothing`.
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
