//! What `process/find.rs` must do. The services here are real ones, each in a directory of its own.

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::Command;

use backup::process::table;
use nix::sys::signal::Signal;

use super::subject::{orphans, serving};
use crate::support::running::{self, Running};
use crate::support::{Place, SERVICE};

const LOCK: &str = "logs/.backup_service.lock";

/// A program that is no service, once the process list knows it by its arguments.
fn stranger(command: &mut Command) -> Running {
    let program = Running::new(command);
    let is_listed = || {
        let found = table::get(program.pid()).unwrap();
        found.is_some_and(|process| process.arguments.len() > 1)
    };
    running::until("the stranger is listed", is_listed);
    program
}

/// Two directories, one service: it serves the one and not the other.
#[test]
fn the_service_of_this_directory_is_found_and_no_other() {
    let (here, there) = (Place::new(), Place::new());
    let service = here.by_hand();
    assert_eq!(serving(&here.dir()).unwrap(), Some(service.pid()));
    assert_eq!(serving(&there.dir()).unwrap(), None);
    assert_eq!(orphans(&here.dir()).unwrap(), []);
}

/// A program may be called `backup_service` and work here, and be another program.
#[test]
fn a_stranger_with_the_name_and_the_directory_is_not_found() {
    let place = Place::new();
    let mut sleep = place.background("/bin/sleep");
    let _stranger = stranger(sleep.arg0("backup_service").arg("600"));
    assert_eq!(serving(&place.dir()).unwrap(), None);
    assert_eq!(orphans(&place.dir()).unwrap(), []);
}

/// An editor, for instance: the name is among its arguments.
#[test]
fn a_stranger_that_only_mentions_the_name_is_not_found() {
    let place = Place::new();
    place.write("backup_service", "");
    let _editor = stranger(place.background("tail").args(["-f", "backup_service"]));
    assert_eq!(serving(&place.dir()).unwrap(), None);
    assert_eq!(orphans(&place.dir()).unwrap(), []);
}

/// The lock alone proves nothing either: this one holds it, and the process list knows it as
/// `something_else`.
#[test]
fn another_program_that_holds_the_lock_is_an_error_that_names_it() {
    let place = Place::new();
    let mut other = Running::new(place.background(SERVICE).arg0("something_else"));
    assert_eq!(other.first_line(), "ready\n");
    let error = serving(&place.dir()).unwrap_err().to_string();
    assert!(error.contains("is not backup_service"), "{error}");
    assert!(error.contains(&other.pid().to_string()), "{error}");
}

/// `cp -l` makes a copy whose files are the original's, the lock among them: its holder works
/// elsewhere.
#[cfg(target_os = "linux")]
#[test]
fn a_service_that_holds_the_lock_and_works_elsewhere_is_an_error() {
    let (original, copy) = (Place::new(), Place::new());
    let service = original.by_hand();
    fs::create_dir(copy.dir().join("logs")).unwrap();
    fs::hard_link(original.dir().join(LOCK), copy.dir().join(LOCK)).unwrap();
    let error = serving(&copy.dir()).unwrap_err().to_string();
    assert!(error.contains("serves another directory"), "{error}");
    assert_eq!(serving(&original.dir()).unwrap(), Some(service.pid()));
}

/// Its lock is in `logs.old`: nobody finds it there, also when there is a lock in `logs` again.
#[cfg(target_os = "linux")]
#[test]
fn a_service_whose_logs_were_moved_away_is_an_orphan_even_after_others_took_their_place() {
    let place = Place::new();
    let service = place.by_hand();
    service.send(Signal::SIGSTOP); // it would notice
    fs::rename(place.dir().join("logs"), place.dir().join("logs.old")).unwrap();
    assert_eq!(orphans(&place.dir()).unwrap(), [service.pid()]);
    place.write(LOCK, "");
    assert_eq!(orphans(&place.dir()).unwrap(), [service.pid()]);
}

/// It holds a lock on a file that has no name any more. It is the orphan of its own directory only.
#[cfg(target_os = "linux")]
#[test]
fn a_service_whose_logs_were_removed_is_an_orphan() {
    let (place, other) = (Place::new(), Place::new());
    let service = place.by_hand();
    service.send(Signal::SIGSTOP); // it would notice
    fs::remove_dir_all(place.dir().join("logs")).unwrap();
    assert_eq!(serving(&place.dir()).unwrap(), None);
    assert_eq!(orphans(&place.dir()).unwrap(), [service.pid()]);
    assert_eq!(orphans(&other.dir()).unwrap(), []);
}
