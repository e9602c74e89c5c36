//! *The service will check the schedules, and perform the daily backups at the proper time.*

use std::thread;
use std::time::Duration;

use super::logs::says_more;
use crate::check::{Check, Failure, Part, Verdict, expect};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "The service",
    is_beyond: false,
    checks: &[
        Check::new(
            "all schedules for the same minute are saved",
            "06_loop",
            saves_all_that_are_due,
        ),
        Check::new("the service runs in an endless loop", "06_loop", it_runs_on),
        Check::new(
            "a schedule that is added while the service runs is saved",
            "06_loop",
            sees_what_is_added,
        )
        .that_waits(),
        Check::new(
            "without backup_schedules.txt the service logs an error and keeps running",
            "06_loop",
            lives_without_schedules,
        ),
        Check::new(
            "a failed backup is logged, and the other backups are made",
            "11_errors",
            goes_on_after_a_failure,
        ),
        Check::new(
            "a failed backup leaves no archive",
            "11_errors",
            leaves_no_archive_of_a_failure,
        ),
    ],
};

fn saves_all_that_are_due(env: &mut TestEnv) -> Verdict {
    let mut schedules = String::new();
    for name in ["red", "green", "blue"] {
        env.write(&format!("{name}/notes.txt"), name);
        schedules += &env.clock.due(name, name);
    }
    env.start_with(&schedules)?;
    for name in ["red", "green", "blue"] {
        env.saves(name)?;
    }
    Ok(())
}

fn it_runs_on(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    env.saved("test", "notes")?;
    thread::sleep(Duration::from_secs(1));
    let runs = !env.services().is_empty();
    expect(
        runs,
        "the service runs on after a backup",
        format!("it has ended\n{}", env.service_log()),
    )
}

fn sees_what_is_added(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    env.clock.wait_for_end_of_minute_unless_still();
    env.start_with("")?;
    env.service_runs()?;
    // A clock that stands still has no next minute: the service must see it in this one.
    let time = env.clock.ahead(i64::from(env.clock.runs()));
    env.given(&["create", &format!("test;{time};added")])?;
    env.timeout = env.clock.one_minute();
    env.saves("added")
}

/// The service also logs something when there are schedules, but none of that counts.
fn lives_without_schedules(env: &mut TestEnv) -> Verdict {
    let other = env.another();
    other.start_with("")?;
    other.service_runs()?;
    thread::sleep(Duration::from_millis(500));
    let usual = other.service_log();
    other.end_services();
    env.start()?;
    env.until_service_ends(|| says_more(&env.service_log(), &usual, &[]));
    thread::sleep(Duration::from_millis(500));
    let log = env.service_log();
    let runs = !env.services().is_empty();
    expect(
        runs && says_more(&log, &usual, &[]),
        "the service runs, and its log says that there are no schedules",
        format!(
            "it {}\nin its log: {log}",
            if runs { "runs" } else { "has ended" }
        ),
    )
}

fn goes_on_after_a_failure(env: &mut TestEnv) -> Verdict {
    fail_one_of_two(env)?;
    let is_saved = env.until_service_ends(|| env.path("backups/t.tar").is_file());
    // A log that is emptied for each line names the failure only for a moment.
    thread::sleep(Duration::from_millis(300));
    let is_named = env.until_service_ends(|| is_named_as_error(&env.service_log()));
    expect(
        is_saved && is_named,
        "in its log: an error for no_such_directory\nin ./backups: t.tar",
        format!(
            "in its log: {}\nin ./backups: {}",
            env.service_log(),
            env.names("backups").join(" ")
        ),
    )
}

/// Starts the service with a schedule that it cannot save, and one that it can.
fn fail_one_of_two(env: &TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    let missing = env.clock.due("no_such_directory", "missing");
    env.start_with(&(missing + &env.clock.due("test", "t")))
}

/// Whether a line about the failed backup has other words than the lines about the other one.
fn is_named_as_error(log: &str) -> bool {
    let names = ["no_such_directory", "missing"];
    let is_about_it = |line: &&str| names.iter().any(|name| line.contains(name));
    let (about_it, others): (Vec<&str>, Vec<&str>) = log.lines().partition(is_about_it);
    let names = ["no_such_directory", "missing", "test", "t"];
    says_more(&about_it.join("\n"), &others.join("\n"), &names)
}

fn leaves_no_archive_of_a_failure(env: &mut TestEnv) -> Verdict {
    fail_one_of_two(env)?;
    env.saves("t").map_err(Failure::in_setup)?;
    thread::sleep(Duration::from_millis(500));
    let names = env.names("backups");
    let is_left = names.iter().any(|name| name.starts_with("missing"));
    expect(!is_left, "in ./backups: t.tar", names.join(" "))
}
