//! What `process/lock.rs` must do. A record lock does not stop its own process, so the other side
//! here is a real service.

use std::fs;
use std::os::unix::fs::symlink;

use nix::sys::signal::Signal;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tempfile::TempDir;

use super::subject::{Lock, owner};
use crate::support::Place;
use crate::support::running::promptly;

#[test]
fn nobody_holds_the_lock_of_a_directory_without_a_service() {
    let dir = TempDir::new().unwrap();
    assert_eq!(owner(dir.path()).unwrap(), None);
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        0,
        "asking made something"
    );
}

#[test]
fn a_running_service_holds_it_against_all_others() {
    let place = Place::new();
    let service = place.by_hand();
    assert_eq!(owner(&place.dir()).unwrap(), Some(service.pid()));
    assert!(Lock::take(&place.dir()).unwrap().is_none());
}

#[test]
fn a_killed_service_has_dropped_it() {
    let place = Place::new();
    let service = place.by_hand();
    service.send(Signal::SIGKILL);
    service.status();
    assert_eq!(owner(&place.dir()).unwrap(), None);
    assert!(Lock::take(&place.dir()).unwrap().is_some());
}

#[test]
fn a_lock_is_in_place_until_its_file_is_removed_or_replaced() {
    let dir = TempDir::new().unwrap();
    let lock = Lock::take(dir.path()).unwrap().unwrap();
    assert!(lock.is_in_place());
    fs::remove_dir_all(dir.path().join("logs")).unwrap();
    assert!(!lock.is_in_place());
    let again = Lock::take(dir.path()).unwrap().unwrap();
    assert!(again.is_in_place());
    assert!(!lock.is_in_place());
}

/// Who follows a link there locks a file that somebody else chose, and who waits for a FIFO waits for
/// ever.
#[test]
fn what_is_no_file_holds_no_lock_and_is_an_error_rather_than_nobody() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("logs")).unwrap();
    let place = dir.path().join("logs/.backup_service.lock");
    fs::write(dir.path().join("elsewhere"), "").unwrap();
    symlink("../elsewhere", &place).unwrap();
    assert!(owner(dir.path()).is_err());
    assert!(Lock::take(dir.path()).is_err());
    fs::remove_file(&place).unwrap();
    mkfifo(&place, Mode::S_IRWXU).unwrap();
    let dir = dir.path().to_owned();
    assert!(promptly(move || Lock::take(&dir)).is_err());
}
