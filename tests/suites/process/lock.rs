//! The rules for `process/lock.rs`, tested with a real service as the other process: the lock does
//! not exclude its own process.

use std::fs;
use std::os::unix::fs::symlink;

use nix::sys::signal::Signal;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tempfile::TempDir;

use super::subject::{Lock, owner};
use crate::support::TestEnv;
use crate::support::running::promptly;

#[test]
fn directory_without_a_service_has_no_owner() {
    let dir = TempDir::new().unwrap();
    assert_eq!(
        owner(dir.path()).unwrap(),
        None,
        "no process holds the lock"
    );
    let files = fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(files, 0, "a question must not create a file");
}

#[test]
fn running_service_excludes_others() {
    let env = TestEnv::new();
    let service = env.by_hand();
    let found = owner(&env.dir()).unwrap();
    assert_eq!(found, Some(service.pid()), "the service holds the lock");
    let second = Lock::try_acquire(&env.dir()).unwrap();
    assert!(second.is_none(), "a second process must not get the lock");
}

#[test]
fn killed_service_releases_lock() {
    let env = TestEnv::new();
    let service = env.by_hand();
    service.send(Signal::SIGKILL);
    service.status();
    let found = owner(&env.dir()).unwrap();
    assert_eq!(found, None, "the kernel releases the lock");
    let next = Lock::try_acquire(&env.dir()).unwrap();
    assert!(next.is_some(), "the next process must get the lock");
}

#[test]
fn lock_is_current_until_its_file_is_removed_or_replaced() {
    let dir = TempDir::new().unwrap();
    let acquire = || Lock::try_acquire(dir.path()).unwrap().expect("it is free");
    let lock = acquire();
    assert!(lock.is_current(), "its file is there");
    fs::remove_dir_all(dir.path().join("logs")).unwrap();
    assert!(!lock.is_current(), "its file was removed");
    let again = acquire();
    assert!(again.is_current(), "the new file is there");
    assert!(!lock.is_current(), "another file has the name of its file");
}

/// A link could lead to any file, and to open a FIFO can block for ever.
#[test]
fn link_and_fifo_are_errors() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("logs")).unwrap();
    let lock = dir.path().join("logs/.backup_service.lock");
    fs::write(dir.path().join("elsewhere"), "").unwrap();
    symlink("../elsewhere", &lock).unwrap();
    assert!(owner(dir.path()).is_err(), "owner must not follow a link");
    let acquired = Lock::try_acquire(dir.path());
    assert!(acquired.is_err(), "try_acquire must not follow a link");
    fs::remove_file(&lock).unwrap();
    mkfifo(&lock, Mode::S_IRWXU).unwrap();
    let dir = dir.path().to_owned();
    let acquired = promptly(move || Lock::try_acquire(&dir));
    assert!(acquired.is_err(), "try_acquire must not lock a FIFO");
}
