//! Caught by `each_line_follows_the_last`: a file opened for writing is written from its beginning.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use nix::fcntl::OFlag;

use crate::clock::Clock;
use crate::layout;
use crate::log_line::log_line;

pub use backup::log_file::{MANAGER, SERVICE, layout::LOGS};

pub fn open(dir: &Path, name: &str) -> io::Result<File> {
    let logs = dir.join(layout::LOGS);
    fs::create_dir_all(&logs)?;
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .custom_flags((OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits())
        .open(logs.join(name))
}

pub fn append(dir: &Path, name: &str, clock: &dyn Clock, message: &str) -> io::Result<()> {
    open(dir, name)?.write_all(log_line(clock.now(), message).as_bytes())
}
