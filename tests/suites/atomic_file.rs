//! The rules for `atomic_file.rs`.

use std::fs::{self, File};
use std::io::{ErrorKind, Write, pipe};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use tempfile::TempDir;

use super::subject::{AtomicFile, sync_directory};

/// A directory, and the same open.
fn directory() -> (TempDir, File) {
    let dir = TempDir::new().unwrap();
    let directory = File::open(dir.path()).unwrap();
    (dir, directory)
}

/// Reads `path`, and returns its inode number too.
fn read(path: &Path) -> (String, u64) {
    let inode = fs::metadata(path).unwrap().ino();
    (fs::read_to_string(path).unwrap(), inode)
}

/// Until then the old file is there. The new one is another file, so that a reader of the old one
/// keeps it. Only the owner may read it: an archive holds copies of private files.
#[test]
fn commit_replaces_old_file_by_new_one() {
    let (dir, directory) = directory();
    let path = dir.path().join("name");
    fs::write(&path, "old").unwrap();
    let old = read(&path);
    let new = AtomicFile::create(&directory, "temp").unwrap();
    let mode = new.file().metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "the mode from the beginning, not {mode:o}");
    new.file().write_all(b"new").unwrap();
    assert_eq!(read(&path), old, "before `commit` the old file is there");
    new.commit("name").unwrap();
    let (content, inode) = read(&path);
    assert_eq!(content, "new", "after `commit` the new file is there");
    assert_ne!(inode, old.1, "it must not be written over the old one");
}

/// People move directories while a backup runs. A file that is dropped is removed.
#[test]
fn renamed_directory_gets_the_file_and_loses_the_temporary_one() {
    let (dir, _) = directory();
    let (before, after) = (dir.path().join("before"), dir.path().join("after"));
    fs::create_dir(&before).unwrap();
    let directory = File::open(&before).unwrap();
    let kept = AtomicFile::create(&directory, "temp1").unwrap();
    let dropped = AtomicFile::create(&directory, "temp2").unwrap();
    fs::rename(&before, &after).unwrap();
    kept.commit("name").unwrap();
    drop(dropped);
    let entries = fs::read_dir(&after).unwrap();
    let names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["name"], "the new file, and no temporary one");
}

/// It may be another's, or a link to a precious file.
#[test]
fn existing_temporary_file_is_an_error_and_stays() {
    let (dir, directory) = directory();
    fs::write(dir.path().join("temp"), "another's").unwrap();
    let error = AtomicFile::create(&directory, "temp").err();
    let error = error.expect("a name that exists must be an error");
    assert_eq!(error.kind(), ErrorKind::AlreadyExists, "{error}");
    let message = "temp is in the way: remove it";
    assert_eq!(error.to_string(), message, "the user must know what to do");
    assert_eq!(read(&dir.path().join("temp")).0, "another's", "it stays");
}

/// Some file systems cannot sync their directories, as no system can sync a pipe.
#[test]
fn sync_that_is_not_supported_is_no_error() {
    let (reader, _writer) = pipe().unwrap();
    sync_directory(&File::from(OwnedFd::from(reader))).expect("EINVAL must not be an error");
}

/// A user who reads only that `delete` failed would repeat it, and lose the next schedule.
#[cfg(target_os = "linux")]
#[test]
fn sync_error_says_that_the_change_is_done() {
    use std::os::unix::fs::OpenOptionsExt;

    let mut path_only = File::options();
    path_only.read(true).custom_flags(nix::libc::O_PATH);
    let path_only = path_only.open(directory().0.path()).unwrap();
    let error = sync_directory(&path_only).expect_err("a descriptor that cannot be synced");
    let expected = "it is done, but a power cut may undo it: Bad file descriptor (os error 9)";
    assert_eq!(error.to_string(), expected);
}
