//! The names in a directory, on the disk; or why they may not be.

use std::fs::{File, OpenOptions};
use std::io::pipe;
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;

use nix::fcntl::OFlag;
use tempfile::TempDir;

use super::subject::sync_directory;

#[test]
fn a_directory_is_brought_to_the_disk() {
    let dir = TempDir::new().unwrap();
    sync_directory(&File::open(dir.path()).unwrap()).unwrap();
}

/// As a pipe cannot, and some file systems cannot with their directories.
#[test]
fn what_cannot_be_brought_to_the_disk_is_no_error() {
    let (reader, _writer) = pipe().unwrap();
    sync_directory(&File::from(OwnedFd::from(reader))).unwrap();
}

/// Whoever only reads that it failed would delete the next schedule as well.
#[test]
fn an_error_says_that_it_is_done() {
    let dir = TempDir::new().unwrap();
    let only_a_place = OpenOptions::new()
        .read(true)
        .custom_flags(OFlag::O_PATH.bits())
        .open(dir.path())
        .unwrap();
    let error = sync_directory(&only_a_place).unwrap_err().to_string();
    assert!(error.starts_with("it is done, but "), "{error}");
    assert!(error.contains("Bad file descriptor"), "{error}");
}
