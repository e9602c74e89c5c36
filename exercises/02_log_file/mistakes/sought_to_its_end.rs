//! Caught by `open_log_appends_after_lines_of_others`: the end of the file is looked up only once.
//! Also fails: `error_names_the_log`, `fifo_is_an_error_at_once`, `symbolic_link_is_not_followed`.
//! Sometimes fails: `concurrent_writers_lose_and_mix_nothing`.
//! Question: where is the end after another program has written too?

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use nix::fcntl::OFlag;

use crate::clock::Clock;
use crate::layout;
use crate::log_line::log_line;

pub fn open(dir: &Path, name: &str) -> io::Result<File> {
    let logs = dir.join(layout::LOGS);
    fs::create_dir_all(&logs)?;
    let mut log = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .custom_flags((OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits())
        .open(logs.join(name))?;
    log.seek(SeekFrom::End(0))?;
    Ok(log)
}

pub fn append(dir: &Path, name: &str, clock: &dyn Clock, message: &str) -> io::Result<()> {
    open(dir, name)?.write_all(log_line(clock.now(), message).as_bytes())
}
