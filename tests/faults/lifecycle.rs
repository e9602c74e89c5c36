//! D1 to D5: one service a directory, found and stopped safely, whatever happens to it.

use std::fs;
use std::process::Command;
use std::time::Duration;

use backup::process::kill::end;

use nix::sys::signal::{Signal, kill};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;

use crate::support::Place;
use crate::support::running::Running;

/// D5. `kill` returns before the process has ended, and a busy machine takes its time to end it.
#[test]
fn a_service_that_was_just_killed_is_in_nobodys_way() {
    let place = Place::new();
    let _load =
        [(); 3].map(|()| Running::new(Command::new("sh").args(["-c", "while :; do :; done"])));
    for _ in 0..10 {
        place.run(&["start"]);
        let service = place.serving().unwrap();
        // The last to be served by the scheduler: without this, few deaths take long enough.
        let _ = Command::new("chrt")
            .args(["--all-tasks", "--idle", "--pid", "0", &service.to_string()])
            .status();
        kill(service, Signal::SIGKILL).unwrap();
    }
}

/// D4. `cp -l` copies a directory by hard links; the copy's lock is then the original's, and held.
#[test]
fn a_copy_made_of_hard_links_does_not_stop_the_original() {
    let (original, copy) = (Place::new(), Place::new());
    original.run(&["start"]);
    fs::create_dir(copy.dir().join("logs")).unwrap();
    let lock = "logs/.backup_service.lock";
    fs::hard_link(original.dir().join(lock), copy.dir().join(lock)).unwrap();

    let refused = contains("can't stop backup_service").and(contains("another directory"));
    copy.manager(&["stop"]).assert().code(1).stderr(refused);
    copy.manager(&["start"]).assert().code(1);
    assert!(original.serving().is_some());
}

/// D4. A process id is given to another process after its own has ended: `exec` stands for that.
#[test]
fn a_process_that_was_given_the_number_of_an_ended_one_is_not_killed() {
    let place = Place::new();
    let program = "trap 'exec sleep 60' TERM; echo; while :; do sleep 0.01; done";
    let mut process = Running::new(place.background("sh").args(["-c", program]));
    process.first_line();
    end(process.pid(), Duration::from_secs(1)).unwrap();
    assert!(process.is_alive());
}
