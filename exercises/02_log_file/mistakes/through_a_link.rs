//! Caught by `symbolic_link_is_not_followed`: a symbolic link in the log's place is followed.
//! Also fails: `error_names_the_log`, `fifo_is_an_error_at_once`.
//! Question: to which file does the line go if there is a link in its place?

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
