//! Random instructions and kills at once.

use nix::sys::signal::{Signal, kill};

use crate::support::random::Random;
use crate::support::running::{Running, until};
use crate::support::{MANAGER, TestEnv};

const SCHEDULES: &str = "backup_schedules.txt";
const STAMP: &str = "[08/02/2023 16:07] ";

/// D1, D5, F3, F6. No acknowledged schedule is lost, and no temporary file is left.
#[test]
fn random_kills_lose_no_acknowledged_schedule() {
    let mut random = Random::new(16_07);
    let env = TestEnv::new();
    env.write("src/file", "");
    env.write(SCHEDULES, "");
    let mut added = Vec::new();
    for round in 1..=6 {
        let managers = [0, 1, 2, 3, 4, 5, 6, 7].map(|number| {
            let instruction = *random.of(&["create", "create", "create", "start", "stop", "list"]);
            let schedule = format!("src;16:07;n{round}{number}");
            let mut command = env.background(MANAGER);
            command.arg(instruction);
            command.args((instruction == "create").then_some(&schedule));
            (instruction, schedule, Running::new(&mut command))
        });
        for victim in env.services() {
            let _ = kill(victim, Signal::SIGKILL);
        }
        for (instruction, schedule, manager) in managers {
            if random.one_in(3) {
                manager.send(Signal::SIGKILL);
            }
            if manager.ends_well() && instruction == "create" {
                added.push(schedule);
            }
        }
        let file = env.read(SCHEDULES);
        let is_whole = |line: &str| line.starts_with("src;16:07;n");
        assert!(file.lines().all(is_whole), "no line may be cut: {file}");
        for schedule in &added {
            let count = file.lines().filter(|line| line == schedule).count();
            assert_eq!(count, 1, "the file must have {schedule} once: {file}");
        }
        let log = env.manager_log();
        let is_one = |line: &str| line.starts_with(STAMP) && line.matches(STAMP).count() == 1;
        assert!(log.lines().all(is_one), "each line must be whole: {log}");
        let services = env.services();
        assert!(services.len() <= 1, "one service may run, not {services:?}");
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
    assert_eq!(env.temp_files(), [""; 0], "no temporary file must be left");
}
