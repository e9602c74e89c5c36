//! *`start`: run the service in the background*, and *`stop`: stop the process*.

use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};

use crate::check::{Check, Failure, Part, Verdict, expect};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "Start and stop",
    is_beyond: false,
    checks: &[
        Check::new(
            "start returns, and ps shows backup_service",
            "02_start",
            start_runs_it,
        ),
        Check::new(
            "the service keeps running when its terminal is closed",
            "02_start",
            it_outlives_its_terminal,
        ),
        Check::new(
            "a second start does not run a second service",
            "02_start",
            start_twice_runs_one,
        ),
        Check::new("stop ends the service", "03_stop", stop_ends_it).that_stops(),
        Check::new("start works again after stop", "03_stop", start_works_again).that_stops(),
    ],
};

/// Long enough for a service that cannot live to die.
const A_WHILE: Duration = Duration::from_millis(1500);

fn show(env: &TestEnv) -> String {
    format!(
        "{} of them run\n{}",
        env.services().len(),
        env.service_log()
    )
}

fn start_runs_it(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", "");
    let output = env.manager(&["start"])?;
    thread::sleep(A_WHILE);
    expect(
        !env.services().is_empty(),
        format!("a process with {} in its arguments", env.submission.service),
        format!("there is none\n{}{}", output.all(), env.service_log()),
    )
}

/// A terminal that is closed sends SIGHUP to the processes that were started from it.
fn it_outlives_its_terminal(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", "");
    let starter = env.given(&["start"])?.pid;
    env.service_runs()?;
    thread::sleep(A_WHILE);
    let _ = killpg(starter, Signal::SIGHUP);
    thread::sleep(A_WHILE / 3);
    expect(
        !env.services().is_empty(),
        "the service runs on after SIGHUP\n(start it in a session of its own)",
        "it has ended",
    )
}

fn start_twice_runs_one(env: &mut TestEnv) -> Verdict {
    env.start_with("")?;
    env.service_runs()?;
    thread::sleep(A_WHILE / 2);
    let before = env.services().len();
    env.manager(&["start"])?;
    thread::sleep(A_WHILE / 2);
    let after = env.services().len();
    expect(
        after == before,
        "the second start says that the service runs already",
        format!("{before} process(es) after the first start, {after} after the second"),
    )
}

fn stop_ends_it(env: &mut TestEnv) -> Verdict {
    env.start_with("")?;
    env.service_runs()?;
    env.manager(&["stop"])?;
    let is_gone = env.until(|| env.services().is_empty());
    expect(is_gone, "no service runs after stop", show(env))
}

fn start_works_again(env: &mut TestEnv) -> Verdict {
    env.start_with("")?;
    env.service_runs()?;
    env.given(&["stop"])?;
    if !env.until(|| env.services().is_empty()) {
        return Err(Failure::NotReached(
            "`stop` does not end the service".to_owned(),
        ));
    }
    let output = env.manager(&["start"])?;
    thread::sleep(A_WHILE);
    let runs = !env.services().is_empty();
    expect(
        runs,
        "the service runs",
        format!("it does not\n{}{}", output.all(), env.service_log()),
    )
}
