//! What `process/table.rs` must do.

use std::process::Command;

use nix::sys::signal::Signal;
use nix::unistd::Pid;

use super::subject::{all, get, is_pending};
use crate::support::Place;
use crate::support::running::{Running, until};

#[test]
fn this_process_is_in_the_list_with_its_arguments() {
    let processes = all().unwrap();
    let this = processes
        .iter()
        .find(|process| process.pid == Pid::this())
        .unwrap();
    assert_eq!(this.arguments, std::env::args_os().collect::<Vec<_>>());
    assert_eq!(get(Pid::this()).unwrap().as_ref(), Some(this));
}

#[test]
fn a_process_is_named_after_its_program_without_directories() {
    let child = Running::new(Command::new("/bin/sleep").arg("600"));
    let found = || get(child.pid()).unwrap().unwrap();
    // The system shows the arguments a moment after it says that the program was started.
    until("its arguments are shown", || !found().arguments.is_empty());
    assert_eq!(found().name(), "sleep");
    assert_eq!(found().arguments, ["/bin/sleep", "600"]);
}

#[test]
fn a_zombie_has_ended() {
    // Nobody waits for it while this test goes on.
    let child = Running::new(&mut Command::new("true"));
    let pid = child.pid();
    until("it is a zombie", || get(pid).unwrap().is_none());
    assert!(all().unwrap().iter().all(|process| process.pid != pid));
}

#[test]
fn a_process_that_never_was_is_not_found() {
    assert_eq!(get(Pid::from_raw(i32::MAX)).unwrap(), None);
}

/// The service blocks SIGXFSZ, and never waits for it.
#[test]
fn a_signal_that_is_not_noticed_waits() {
    let place = Place::new();
    let service = place.by_hand();
    assert!(!is_pending(service.pid(), Signal::SIGXFSZ));
    service.send(Signal::SIGXFSZ);
    until("it waits", || is_pending(service.pid(), Signal::SIGXFSZ));
    assert!(!is_pending(service.pid(), Signal::SIGKILL));
}
