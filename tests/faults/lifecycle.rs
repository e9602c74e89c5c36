//! D1 to D5: one service a directory, found and stopped safely, whatever happens to it.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use backup::process::kill::end;
use backup::process::list;

use nix::sys::signal::{Signal, kill};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;

use crate::support::diff::assert_lines;
use crate::support::running::Running;
use crate::support::{MANAGER, Place, SERVICE, skipped};

/// D1. The losers say so, and leave nothing.
#[test]
fn of_twenty_starts_at_once_one_succeeds() {
    let place = Place::new();
    place.write("backup_schedules.txt", "");
    let starts: Vec<_> = (0..20)
        .map(|_| Running::new(place.background(MANAGER).arg("start")))
        .collect();
    let done = starts
        .into_iter()
        .filter_map(|start| start.ends_well().then_some(()))
        .count();
    assert_eq!(done, 1);
    assert_eq!(place.services().len(), 1);
    assert_eq!(place.services().first().copied(), place.serving());

    let log = place.manager_log();
    let mut lines: Vec<_> = log.lines().collect();
    lines.sort_unstable();
    let mut expected = ["[08/02/2023 16:07] Error: backup_service already running"; 20];
    expected[19] = "[08/02/2023 16:07] backup_service started";
    assert_lines("the log", &expected.join("\n"), &lines.join("\n"));
    for line in place.service_log().lines() {
        assert_eq!(line, expected[0]);
    }
    place.run(&["stop"]);
    assert_eq!(place.services(), []);
}

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

/// D1. A `logs` that may not be looked into is no `logs` that was removed.
#[test]
fn a_service_outlives_a_logs_directory_that_is_closed_to_it() {
    let place = Place::new();
    if place.is_roots() {
        return skipped("root may look into any directory");
    }
    let mut service = place.by_hand();
    let logs = place.dir().join("logs");
    fs::set_permissions(&logs, Permissions::from_mode(0o000)).unwrap();
    place.wakes();
    fs::set_permissions(&logs, Permissions::from_mode(0o755)).unwrap();
    place.wakes();
    assert!(service.is_alive());
    assert_eq!(place.serving(), Some(service.pid()));
}

/// D4. Its lock is gone with `logs`, and what is there instead cannot hold one.
#[test]
fn a_service_whose_logs_directory_became_a_file_is_stopped() {
    let place = Place::new();
    place.run(&["start"]);
    let service = place.serving().unwrap();
    fs::remove_dir_all(place.dir().join("logs")).unwrap();
    place.write("logs", "");
    // Stopped; and the log that cannot be written is told.
    let told = contains("can't write the log").and(contains("can't stop").not());
    place.manager(&["stop"]).assert().code(1).stderr(told);
    assert_eq!(list::find(service).unwrap(), None);
}

/// D2. The service's program is one that ends at once.
#[test]
fn start_says_so_when_the_service_ends_before_it_is_ready() {
    let place = Place::new();
    // Written by another process: what this one has open for writing, a fork of another test may
    // hold for a moment, and such a file cannot be executed.
    let copy = "cp \"$MANAGER\" . && printf '#!/bin/sh\\nexit 3' > backup_service && chmod +x backup_service";
    place.script(copy).assert().success();
    let why = contains("can't start backup_service (it ended");
    place
        .script("./backup_manager start")
        .assert()
        .code(1)
        .stderr(why);
}

/// D3. The disk is full, and the log with it: there is nowhere to say anything.
#[test]
fn a_service_that_can_log_nowhere_lives_on() {
    let place = Place::new();
    if !Path::new("/dev/full").exists() {
        return skipped("there is no /dev/full");
    }
    fs::create_dir_all(place.dir().join("logs/backup_service.log")).unwrap();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = place.background(SERVICE);
    let mut service = Running::new(command.stderr(full));
    // The first check finds no schedules, and has that to say.
    assert_eq!(service.first_line(), "ready\n");
    assert!(service.is_alive());
}
