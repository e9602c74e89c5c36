//! Caught by `a_link_is_not_followed`: a symbolic link in the log's place is followed.
//! Also fails: `a_fifo_is_an_error_and_not_waited_for`,
//! `logs_that_cannot_be_written_are_an_error_that_names_them`.
//! Question: to which file does the line go if somebody puts a link there?

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use nix::fcntl::OFlag;

use crate::clock::Clock;
use crate::layout;
use crate::log_line::log_line;

pub fn open(dir: &Path, name: &str) -> io::Result<File> {
    let path = dir.join(layout::LOGS).join(name);
    fs::create_dir_all(dir.join(layout::LOGS))?;
    OpenOptions::new()
        .append(true)
        .create(true)
        .custom_flags(OFlag::O_NONBLOCK.bits())
        .open(path)
}

pub fn append(dir: &Path, name: &str, clock: &dyn Clock, message: &str) -> io::Result<()> {
    open(dir, name)?.write_all(log_line(clock.now(), message).as_bytes())
}
