//! The rules for `process/table.rs`. `tests/faults/lifecycle.rs` tests `ps` without `/proc`.

use std::ffi::OsString;
use std::process::Command;

use nix::sys::signal::Signal;
use nix::unistd::Pid;

use super::subject::{Process, all, get, is_pending};
use crate::support::TestEnv;
use crate::support::cases::assert_cases;
use crate::support::running::{Running, until};

#[test]
fn this_process_is_listed_with_its_arguments() {
    let found = get(Pid::this()).unwrap().expect("this process runs");
    let arguments: Vec<OsString> = std::env::args_os().collect();
    assert_eq!(found.arguments, arguments, "its arguments must be whole");
    assert!(
        all().unwrap().contains(&found),
        "this process must be in the list"
    );
}

#[test]
fn emulated_program_is_recognized() {
    let cases = [
        ("backup_service,/home/ann", true),
        ("/opt/my programs/backup_service,.", true),
        ("/usr/bin/qemu-x86_64,/opt/backup_service,.", true),
        (
            "/run/rosetta/rosetta,/opt/backup_service,/opt/backup_service,.",
            true,
        ),
        ("vim,backup_service.rs", false),
        ("tail,-f,backup_service", false),
        ("python3,backup_service.py", false),
        ("", false),
    ];
    assert_cases("these arguments run backup_service", cases, |arguments| {
        let words = arguments.split(',').filter(|word| !word.is_empty());
        let process = Process {
            pid: Pid::this(),
            started: String::new(),
            arguments: words.map(OsString::from).collect(),
        };
        process.runs("backup_service")
    });
}

#[test]
fn zombie_is_not_listed() {
    // No thread waits for this child while the test runs.
    let child = Running::new(&mut Command::new("true"));
    let pid = child.pid();
    until("it is a zombie", || get(pid).unwrap().is_none());
    let is_listed = all().unwrap().iter().any(|process| process.pid == pid);
    assert!(!is_listed, "a zombie has ended");
}

#[test]
fn process_id_that_is_not_in_use_is_not_found() {
    let found = get(Pid::from_raw(i32::MAX)).unwrap();
    assert_eq!(found, None, "no process has the largest id");
}

/// The service blocks SIGXFSZ, and never receives it.
#[test]
fn blocked_signal_is_pending() {
    let env = TestEnv::new();
    let service = env.by_hand();
    let is_pending = |signal| is_pending(service.pid(), signal);
    assert!(!is_pending(Signal::SIGXFSZ), "it was not sent yet");
    service.send(Signal::SIGXFSZ);
    until("it is pending", || is_pending(Signal::SIGXFSZ));
    assert!(!is_pending(Signal::SIGKILL), "another signal");
}
