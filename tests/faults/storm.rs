//! Random instructions at once: no acknowledged schedule is lost, and no temporary file is left.

use std::collections::BTreeSet;

use nix::sys::signal::{Signal, kill};

use crate::support::random::Random;
use crate::support::running::{Running, until};
use crate::support::{MANAGER, TestEnv};

const SCHEDULES: &str = "backup_schedules.txt";
const STAMP: &str = "[08/02/2023 16:07] ";

/// The beginnings of all messages of a manager.
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
fn managers_at_once_agree_with_file_and_log() {
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
        assert_eq!(
            file.lines().count(),
            expected,
            "the file must have the schedules that were added and not deleted, {at}: {file}"
        );
        let there: BTreeSet<_> = file.lines().map(str::to_owned).collect();
        assert_eq!(
            there.len(),
            expected,
            "the file must have the schedules that were added and not deleted, {at}: {file}"
        );
        assert!(
            there.is_subset(&added),
            "the file must have the schedules that were added and not deleted, {at}: {file}"
        );

        let log = env.manager_log();
        assert_whole_lines(&log);
        assert_eq!(
            log.lines().count(),
            logged_before + asked,
            "each instruction must be one line, {at}: {log}"
        );

        // Each start that succeeded is one more service. Each stop ended at least one: two stops at
        // once may both report the end of the same one.
        let services = env.services();
        assert!(services.len() <= 1, "one service must run at most, {at}");
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
            "the log must have the added {schedule}: {log}"
        );
    }
    env.manager(&["stop"]).output().unwrap();
    assert_eq!(env.services(), []);
    assert_eq!(env.temp_files(), [""; 0]);
}

/// D5, F3, F6. Managers and services are killed at random.
#[test]
fn random_kills_lose_no_acknowledged_schedule() {
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
                "the file must have {schedule} once, in round {round} of seed {seed}: {file}"
            );
        }
        assert!(
            file.lines().all(|line| line.starts_with("src;16:07;n")),
            "{file}"
        );
        assert_whole_lines(&env.manager_log());
        assert!(env.services().len() <= 1);
    }
    // After a manager is killed, its service may still start or end. Wait for that.
    until("there is one service", || {
        env.manager(&["start"]).output().unwrap();
        env.services().len() == 1 && env.services().first().copied() == env.serving()
    });
    env.run(&["create", "src;16:07;nlast"]);
    until("no service runs", || {
        env.manager(&["stop"]).output().unwrap();
        env.services().is_empty()
    });
    assert_eq!(env.temp_files(), [""; 0]);
}
