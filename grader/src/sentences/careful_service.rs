//! Beyond the exercise: what a careful solution does with processes.

use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};

use super::logs::{is_logged_as_error, logged};
use crate::check::{Check, Failure, Part, Verdict, expect};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "Beyond the exercise: the service",
    is_beyond: true,
    checks: &[
        Check::new(
            "five starts at once run one service",
            "02_start",
            one_of_five,
        ),
        Check::new(
            "start works after the service was killed",
            "02_start",
            start_works_after_a_kill,
        ),
        Check::new(
            "$(backup_manager start) returns",
            "02_start",
            start_keeps_no_pipe,
        ),
        Check::new(
            "when stop returns, the service has ended",
            "03_stop",
            stop_waits,
        )
        .that_stops(),
        Check::new(
            "start logs an error when the service cannot run",
            "02_start",
            start_without_the_service,
        ),
        Check::new(
            "the service keeps working after ./logs is removed",
            "12_logs",
            logs_are_removed,
        )
        .that_waits()
        .that_stops(),
    ],
};

/// Long enough for a service to come up, or to fail.
const A_WHILE: Duration = Duration::from_millis(1000);

fn one_of_five(env: &mut TestEnv) -> Verdict {
    env.start_with("")?;
    env.service_runs()?;
    thread::sleep(A_WHILE / 2);
    let usual = env.services().len();
    // A `start` may look for services in all directories, which another sentence is about.
    env.end_services();
    let there = env.another();
    there.write("backup_schedules.txt", "");
    let five = "for i in 1 2 3 4 5; do \"$@\" start & done; wait";
    there.shell(five).map_err(Failure::in_setup)?;
    thread::sleep(A_WHILE);
    let found = there.services().len();
    expect(found == usual, "one service", format!("{found} processes"))
}

fn start_works_after_a_kill(env: &mut TestEnv) -> Verdict {
    env.start_with("")?;
    env.until(|| !env.services().is_empty());
    for pid in env.services() {
        let _ = kill(pid, Signal::SIGKILL);
    }
    env.until(|| env.services().is_empty());
    let output = env.manager(&["start"])?;
    thread::sleep(A_WHILE / 2);
    expect(!env.services().is_empty(), "a service runs", output.all())
}

/// The shell reads until the last process has closed the pipe.
fn start_keeps_no_pipe(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", "");
    env.shell("output=$(\"$@\" start 2>&1)").map(drop)
}

fn stop_waits(env: &mut TestEnv) -> Verdict {
    env.start_with("")?;
    env.service_runs()?;
    env.given(&["stop"])?;
    let left = env.services().len();
    expect(left == 0, "no service runs", format!("{left} process(es)"))
}

fn start_without_the_service(env: &mut TestEnv) -> Verdict {
    let other = env.another();
    other.write("backup_schedules.txt", "");
    let success = logged(&other, &["start"])?;
    other.service_runs()?;
    other.end_services();
    for name in env.names("") {
        if name.contains("backup_service") {
            env.remove(&name);
        }
    }
    is_logged_as_error(env, &["start"], &success)
}

fn logs_are_removed(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    env.clock.wait_for_end_of_minute_unless_still();
    env.start_with("")?;
    env.service_runs()?;
    env.remove("logs");
    let due = env.clock.ahead(i64::from(env.clock.runs()));
    env.write("backup_schedules.txt", format!("test;{due};t\n"));
    env.timeout = env.clock.one_minute();
    env.saves("t")?;
    let is_logged = env.until_service_ends(|| env.service_log().contains("t.tar"));
    expect(
        is_logged,
        "the backup is logged in a new ./logs",
        env.service_log(),
    )?;
    env.manager(&["stop"])?;
    let is_gone = env.until(|| env.services().is_empty());
    expect(is_gone, "no service runs after stop", env.manager_log())
}
