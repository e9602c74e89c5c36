//! Many managers at once, at random: nothing that was acknowledged is lost, nothing is left behind.

use std::collections::BTreeSet;

use nix::sys::signal::{Signal, kill};

use crate::support::random::Random;
use crate::support::running::{Running, until};
use crate::support::{MANAGER, TestEnv};

const SCHEDULES: &str = "backup_schedules.txt";
const STAMP: &str = "[08/02/2023 16:07] ";

/// Each message of a manager, whole: what follows is the line's end, or the end of the schedule.
const MESSAGES: [&str; 9] = [
    "New schedule added: src;16:07;n",
    "Schedule at index ",
    "Show schedules list",
    "Show backups list",
    "backup_service started",
    "backup_service stopped",
    "Error: backup_service ",
    "Error: can't start backup_service",
    "Error: can't find ",
];

struct Asked {
    what: &'static str,
    schedule: String,
    manager: Running,
}

fn ask(env: &TestEnv, random: &mut Random, what: &'static str, number: usize) -> Asked {
    let mut command = env.background(MANAGER);
    command.arg(what);
    let schedule = format!("src;16:07;n{number}");
    match what {
        "create" => drop(command.arg(&schedule)),
        "delete" => drop(command.arg(random.below(4).to_string())),
        _ => {}
    }
    Asked {
        what,
        schedule,
        manager: Running::new(&mut command),
    }
}

fn assert_whole_lines(log: &str) {
    assert!(log.is_empty() || log.ends_with('\n'), "{log}");
    for line in log.lines() {
        let message = line
            .strip_prefix(STAMP)
            .unwrap_or_else(|| panic!("{line:?} in {log}"));
        assert!(
            MESSAGES.iter().any(|known| message.starts_with(known)),
            "{line:?}"
        );
        assert_eq!(line.matches(STAMP).count(), 1, "{line:?}");
    }
}

/// D1, D2, D4, F3, F6.
#[test]
fn a_storm_of_managers_adds_up() {
    const ALL: [&str; 9] = [
        "create", "create", "create", "delete", "delete", "list", "backups", "start", "stop",
    ];
    let seed = 8_022_023;
    let mut random = Random::new(seed);
    let env = TestEnv::new();
    env.write("src/file", "");
    env.write(SCHEDULES, "");
    let (mut number, mut running, mut added) = (0, 0, BTreeSet::new());
    for round in 0..12 {
        let at = format!("round {round} of seed {seed}");
        let lines_before = env.read(SCHEDULES).lines().count();
        let logged_before = env.manager_log().lines().count();
        let managers: Vec<_> = (0..14)
            .map(|_| {
                number += 1;
                let what = random.of(&ALL);
                ask(&env, &mut random, what, number)
            })
            .collect();
        let asked = managers.len();
        let mut succeeded = Vec::new();
        for Asked {
            what,
            schedule,
            manager,
        } in managers
        {
            if manager.ends_well() {
                succeeded.push(what);
                if what == "create" {
                    added.insert(schedule);
                }
            }
        }
        let count = |what| succeeded.iter().filter(|&&done| done == what).count();

        let file = env.read(SCHEDULES);
        let expected = lines_before + count("create") - count("delete");
        assert_eq!(file.lines().count(), expected, "{at}: {file}");
        let there: BTreeSet<_> = file.lines().map(str::to_owned).collect();
        assert_eq!(there.len(), expected, "{at}: {file}");
        assert!(there.is_subset(&added), "{at}: {file}");

        let log = env.manager_log();
        assert_whole_lines(&log);
        assert_eq!(log.lines().count(), logged_before + asked, "{at}: {log}");

        // Each start that succeeded is one more service, and each stop has ended one at least:
        // two stops at once may both have seen the same one go.
        let services = env.services();
        assert!(services.len() <= 1, "{at}");
        assert_eq!(services.first().copied(), env.serving(), "{at}");
        let ended = running + count("start") - services.len();
        let stops = count("stop");
        assert!(
            ended <= stops && (stops == 0 || ended > 0),
            "{at}: {ended} ended, {stops} stops"
        );
        running = services.len();
    }
    let log = env.manager_log();
    for schedule in &added {
        assert!(
            log.contains(&format!("New schedule added: {schedule}\n")),
            "{schedule}"
        );
    }
    env.manager(&["stop"]).output().unwrap();
    assert_eq!(env.services(), []);
    assert_eq!(env.temp_files(), [""; 0]);
}

/// D5, F3, F6. Managers and services are killed at random, and nobody cleans up after them.
#[test]
fn a_storm_with_kills_loses_nothing_that_was_acknowledged() {
    let seed = 16_07;
    let mut random = Random::new(seed);
    let env = TestEnv::new();
    env.write("src/file", "");
    env.write(SCHEDULES, "");
    let mut number = 0;
    let mut added = Vec::new();
    for round in 0..12 {
        let managers: Vec<_> = (0..8)
            .map(|_| {
                number += 1;
                let what = random.of(&["create", "create", "create", "start", "stop", "list"]);
                ask(&env, &mut random, what, number)
            })
            .collect();
        for victim in env.services() {
            let _ = kill(victim, Signal::SIGKILL);
        }
        for Asked {
            what,
            schedule,
            manager,
        } in managers
        {
            if random.one_in(3) {
                manager.send(Signal::SIGKILL);
            }
            if manager.ends_well() && what == "create" {
                added.push(schedule);
            }
        }
        let file = env.read(SCHEDULES);
        assert!(file.is_empty() || file.ends_with('\n'), "{file}");
        for schedule in &added {
            let there = file.lines().filter(|line| line == schedule).count();
            assert_eq!(
                there, 1,
                "{schedule} in round {round} of seed {seed}: {file}"
            );
        }
        assert!(
            file.lines().all(|line| line.starts_with("src;16:07;n")),
            "{file}"
        );
        assert_whole_lines(&env.manager_log());
        assert!(env.services().len() <= 1);
    }
    // What killed managers have begun goes on for a moment: a service that was spawned comes up, one
    // that was asked to end ends. After that all is as it should be.
    until("there is one service", || {
        env.manager(&["start"]).output().unwrap();
        env.services().len() == 1 && env.services().first().copied() == env.serving()
    });
    env.run(&["create", "src;16:07;nlast"]);
    until("there is none", || {
        env.manager(&["stop"]).output().unwrap();
        env.services().is_empty()
    });
    assert_eq!(env.temp_files(), [""; 0]);
}
