//! Random instructions at once: no acknowledged schedule is lost, and no temporary file is left.

use std::collections::BTreeSet;

use nix::sys::signal::{Signal, kill};

use crate::support::random::Random;
use crate::support::running::{Running, until};
use crate::support::{MANAGER, TestEnv};

const SCHEDULES: &str = "backup_schedules.txt";
const STAMP: &str = "[08/02/2023 16:07] ";

/// A manager that runs: its instruction, its argument, and its process.
type Asked = (&'static str, String, Running);

struct Storm {
    env: TestEnv,
    random: Random,
    /// How many managers were started.
    number: usize,
}

impl Storm {
    fn of_seed(seed: u64) -> Storm {
        let env = TestEnv::new();
        env.write("src/file", "");
        env.write(SCHEDULES, "");
        let random = Random::new(seed);
        Storm {
            env,
            random,
            number: 0,
        }
    }

    /// Starts `count` managers, each with one of `instructions`.
    fn managers(&mut self, count: usize, instructions: &[&'static str]) -> Vec<Asked> {
        (0..count)
            .map(|_| {
                let instruction = self.random.of(instructions);
                self.manager(instruction)
            })
            .collect()
    }

    fn manager(&mut self, instruction: &'static str) -> Asked {
        self.number += 1;
        let argument = match instruction {
            "create" => format!("src;16:07;n{}", self.number),
            "delete" => self.random.below(4).to_string(),
            _ => String::new(),
        };
        let mut command = self.env.background(MANAGER);
        command.arg(instruction);
        if !argument.is_empty() {
            command.arg(&argument);
        }
        (instruction, argument, Running::new(&mut command))
    }

    /// The lines of the manager's log, each of which must be whole.
    fn log(&self) -> Vec<String> {
        let log = self.env.manager_log();
        assert!(log.is_empty() || log.ends_with('\n'), "{log}");
        for line in log.lines() {
            let is_one = line.starts_with(STAMP) && line.matches(STAMP).count() == 1;
            assert!(is_one, "{line:?} must be one line: {log}");
        }
        log.lines().map(str::to_owned).collect()
    }

    /// How many services run here: one at most, which has the lock.
    fn services(&self, when: &str) -> usize {
        let services = self.env.services();
        let serving = Vec::from_iter(self.env.serving());
        assert_eq!(services, serving, "one service may run, {when}");
        services.len()
    }
}

/// D1, D2, D4, F3, F6.
#[test]
fn managers_at_once_agree_with_file_and_log() {
    const ALL: [&str; 9] = [
        "create", "create", "create", "delete", "delete", "list", "backups", "start", "stop",
    ];
    let mut storm = Storm::of_seed(8_022_023);
    let (mut added, mut left, mut running) = (BTreeSet::new(), 0, 0);
    for round in 1..=4 {
        let when = format!("after round {round}");
        let mut succeeded = Vec::new();
        for (instruction, argument, manager) in storm.managers(14, &ALL) {
            if manager.ends_well() {
                succeeded.push(instruction);
                if instruction == "create" {
                    added.insert(argument);
                }
            }
        }
        let count = |what| succeeded.iter().filter(|&&done| done == what).count();

        left = left + count("create") - count("delete");
        let file = storm.env.read(SCHEDULES);
        let there: BTreeSet<_> = file.lines().map(str::to_owned).collect();
        assert!(
            there.len() == left && file.lines().count() == left && there.is_subset(&added),
            "the file must have the {left} schedules that were added and not deleted, {when}: {file}"
        );
        let log = storm.log();
        assert_eq!(
            log.len(),
            14 * round,
            "each manager must log a line, {when}: {log:?}"
        );

        // Each start that succeeded is one more service. Each stop ended at least one: two stops at
        // once may both report the end of the same one.
        let now = storm.services(&when);
        let ended = running + count("start") - now;
        let stops = count("stop");
        assert!(
            ended <= stops && (stops == 0 || ended > 0),
            "{stops} stops must have ended the services, not {ended}, {when}"
        );
        running = now;
    }
    let log = storm.log();
    for schedule in &added {
        let line = format!("{STAMP}New schedule added: {schedule}");
        assert!(log.contains(&line), "the log must have {line}: {log:?}");
    }
    assert_eq!(storm.env.temp_files(), [""; 0]);
}

/// D5, F3, F6. Managers and services are killed at random.
#[test]
fn random_kills_lose_no_acknowledged_schedule() {
    let mut storm = Storm::of_seed(16_07);
    let mut added = Vec::new();
    for round in 1..=4 {
        let instructions = ["create", "create", "create", "start", "stop", "list"];
        let managers = storm.managers(8, &instructions);
        for victim in storm.env.services() {
            let _ = kill(victim, Signal::SIGKILL);
        }
        for (instruction, argument, manager) in managers {
            if storm.random.one_in(3) {
                manager.send(Signal::SIGKILL);
            }
            if manager.ends_well() && instruction == "create" {
                added.push(argument);
            }
        }
        let file = storm.env.read(SCHEDULES);
        for schedule in &added {
            let count = file.lines().filter(|line| line == schedule).count();
            assert_eq!(
                count, 1,
                "the file must have {schedule} after round {round}: {file}"
            );
        }
        let is_whole = |line: &str| line.starts_with("src;16:07;n");
        assert!(
            file.lines().all(is_whole),
            "each line must be whole: {file}"
        );
        storm.log();
        assert!(storm.env.services().len() <= 1, "one service may run");
    }
    // After a manager is killed, its service may still start or end. Wait for that.
    let Storm { env, .. } = storm;
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
