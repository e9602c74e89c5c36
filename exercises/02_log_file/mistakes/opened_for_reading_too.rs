//! Caught by `fifo_is_an_error_at_once`: a FIFO is opened as if it were a log.
//! Question: what becomes of a line that is written into a FIFO that has no reader?

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use nix::fcntl::OFlag;

use crate::clock::Clock;
use crate::layout;
use crate::log_line::log_line;

pub fn open(dir: &Path, name: &str) -> io::Result<File> {
    let logs = dir.join(layout::LOGS);
    fs::create_dir_all(&logs)
        .and_then(|()| {
            OpenOptions::new()
                .read(true)
                .append(true)
                .create(true)
                .custom_flags(OFlag::O_NOFOLLOW.bits())
                .open(logs.join(name))
        })
        .map_err(|error| io::Error::new(error.kind(), format!("{}/{name}: {error}", layout::LOGS)))
}

pub fn append(dir: &Path, name: &str, clock: &dyn Clock, message: &str) -> io::Result<()> {
    open(dir, name)?.write_all(log_line(clock.now(), message).as_bytes())
}
