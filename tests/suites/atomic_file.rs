//! The rules for `atomic_file.rs`.

use std::fs::{self, File};
use std::io::{ErrorKind, Write, pipe};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use tempfile::TempDir;

use super::subject::{AtomicFile, sync_directory};

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Until then the old file is there. The new one is another file, so that a reader of the old one
/// keeps it.
#[test]
fn commit_replaces_old_file_by_new_one() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("name");
    fs::write(&path, "old").unwrap();
    let old = fs::metadata(&path).unwrap().ino();

    let directory = File::open(dir.path()).unwrap();
    let new = AtomicFile::create(&directory, "temp").unwrap();
    new.file().write_all(b"new").unwrap();
    assert_eq!(
        fs::read(&path).unwrap(),
        b"old",
        "before `commit` the old file must be there"
    );
    new.commit("name").unwrap();
    assert_eq!(
        fs::read(&path).unwrap(),
        b"new",
        "after `commit` the new file must be there"
    );
    assert_ne!(
        fs::metadata(&path).unwrap().ino(),
        old,
        "the new file must not be written over the old one"
    );
    assert_eq!(
        names(dir.path()),
        ["name"],
        "no temporary file must be left"
    );
}

#[test]
fn drop_without_commit_removes_temporary_file() {
    let dir = TempDir::new().unwrap();
    let directory = File::open(dir.path()).unwrap();
    drop(AtomicFile::create(&directory, "temp").unwrap());
    assert_eq!(names(dir.path()), [""; 0], "nothing must be left");
}

/// People move directories while a backup runs.
#[test]
fn renamed_directory_gets_the_file_and_loses_the_temporary_one() {
    let dir = TempDir::new().unwrap();
    let (before, after) = (dir.path().join("before"), dir.path().join("after"));
    fs::create_dir(&before).unwrap();
    let directory = File::open(&before).unwrap();
    let kept = AtomicFile::create(&directory, "temp1").unwrap();
    let dropped = AtomicFile::create(&directory, "temp2").unwrap();
    fs::rename(&before, &after).unwrap();
    kept.commit("name").unwrap();
    drop(dropped);
    assert_eq!(
        names(&after),
        ["name"],
        "the directory must have the new file and no temporary one, wherever it was moved"
    );
}

/// An archive holds copies of private files.
#[test]
fn only_owner_can_read_temporary_file() {
    let dir = TempDir::new().unwrap();
    let directory = File::open(dir.path()).unwrap();
    let new = AtomicFile::create(&directory, "temp").unwrap();
    let mode = new.file().metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(
        mode, 0o600,
        "the mode must be 600 from the beginning, not {mode:o}"
    );
}

/// It may be another's, or a link to a precious file.
#[test]
fn existing_temporary_file_is_an_error_and_stays() {
    let dir = TempDir::new().unwrap();
    let directory = File::open(dir.path()).unwrap();
    fs::write(dir.path().join("temp"), "another's").unwrap();
    let error = AtomicFile::create(&directory, "temp")
        .err()
        .expect("a name that exists must be an error");
    assert_eq!(error.kind(), ErrorKind::AlreadyExists, "{error}");
    let message = "temp is in the way: remove it";
    assert_eq!(error.to_string(), message, "the user must know what to do");
    assert_eq!(fs::read(dir.path().join("temp")).unwrap(), b"another's");
}

#[test]
fn directory_is_synced() {
    let dir = TempDir::new().unwrap();
    sync_directory(&File::open(dir.path()).unwrap()).expect("a directory can be synced");
}

/// Some file systems cannot sync their directories, as no system can sync a pipe.
#[test]
fn sync_that_is_not_supported_is_no_error() {
    let (reader, _writer) = pipe().unwrap();
    sync_directory(&File::from(OwnedFd::from(reader))).expect("EINVAL must not be an error");
}

/// Who reads only that it failed would delete the next schedule as well.
#[cfg(target_os = "linux")]
#[test]
fn sync_error_says_that_the_change_is_done() {
    let dir = TempDir::new().unwrap();
    use std::os::unix::fs::OpenOptionsExt;

    let path_only = File::options()
        .read(true)
        .custom_flags(nix::libc::O_PATH)
        .open(dir.path())
        .unwrap();
    let error = sync_directory(&path_only)
        .expect_err("a descriptor that cannot be synced must be an error")
        .to_string();
    assert!(
        error.starts_with("it is done, but ") && error.contains("Bad file descriptor"),
        "the error must say that the change is done, and the reason: {error}"
    );
}
