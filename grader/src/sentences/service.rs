//! *The service will check the schedules, and perform the daily backups at the proper time.*

use std::thread;
use std::time::Duration;

use super::logs::says_more;
use crate::check::{Check, Failure, Part, Verdict, expect, expect_same};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "The service",
    is_beyond: false,
    checks: &[
        Check::new(
            "what is due this minute is saved as ./backups/NAME.tar",
            "07_time",
            saves_what_is_due,
        ),
        Check::new(
            "all schedules of the same minute are saved",
            "06_loop",
            saves_all_that_are_due,
        ),
        Check::new(
            "a schedule for 09:05 is saved at 09:05",
            "07_time",
            saves_in_the_morning,
        ),
        Check::new(
            "a schedule for 18:40 is saved at 18:40",
            "07_time",
            saves_in_the_evening,
        ),
        Check::new(
            "what is due at this minute of another hour is not saved",
            "07_time",
            saves_nothing_of_another_hour,
        ),
        Check::new(
            "after its backup the schedule is still there",
            "07_time",
            keeps_the_schedule,
        ),
        Check::new(
            "the next day it is saved again",
            "07_time",
            saves_again_the_next_day,
        )
        .that_waits(),
        Check::new(
            "what was due earlier today is not saved",
            "07_time",
            saves_nothing_that_has_passed,
        ),
        Check::new(
            "what is due later is not saved yet",
            "07_time",
            saves_nothing_too_early,
        ),
        Check::new("the service runs in an endless loop", "06_loop", it_runs_on),
        Check::new(
            "a schedule whose minute comes while the service runs is saved then",
            "06_loop",
            saves_when_the_minute_comes,
        )
        .that_waits(),
        Check::new(
            "a schedule that is added while the service runs is saved",
            "06_loop",
            sees_what_is_added,
        )
        .that_waits(),
        Check::new(
            "without backup_schedules.txt the service lives on, and says so in its log",
            "06_loop",
            lives_without_schedules,
        ),
        Check::new(
            "a backup that fails is logged, and the others are made",
            "11_errors",
            goes_on_after_a_failure,
        ),
        Check::new(
            "a backup that fails leaves no archive",
            "11_errors",
            leaves_no_archive_of_a_failure,
        ),
    ],
};

fn saves_what_is_due(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    env.start_with(&env.clock.due("test", "notes"))?;
    env.saves("notes")
}

/// A schedule for `time` is saved when the clock shows it.
fn saves_at(env: &mut TestEnv, time: &str) -> Verdict {
    env.clock.set_to(&format!("2024-05-17 {time}:00"))?;
    saves_what_is_due(env)
}

fn saves_in_the_morning(env: &mut TestEnv) -> Verdict {
    saves_at(env, "09:05")
}

fn saves_in_the_evening(env: &mut TestEnv) -> Verdict {
    saves_at(env, "18:40")
}

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

/// Nothing at `times` is saved beside a schedule that is due. When that is saved, the schedules were
/// checked.
fn saves_only_what_is_due(env: &TestEnv, times: [String; 2]) -> Verdict {
    env.write("test/notes.txt", "content");
    let [near, far] = times;
    let others = format!("test;{near};near\ntest;{far};far\n");
    env.start_with(&(others + &env.clock.due("test", "due")))?;
    env.saves("due").map_err(Failure::in_setup)?;
    thread::sleep(Duration::from_millis(300));
    let names = env.names("backups").join(" ");
    let is_only = !names.contains("near") && !names.contains("far");
    expect(
        is_only,
        format!("due.tar, but nothing of {near} and {far}"),
        names,
    )
}

fn saves_nothing_that_has_passed(env: &mut TestEnv) -> Verdict {
    env.clock.wait_for_the_day();
    let times = [-1, -90].map(|minutes| env.clock.ahead_today(minutes));
    saves_only_what_is_due(env, times)
}

fn saves_nothing_too_early(env: &mut TestEnv) -> Verdict {
    env.clock.wait_for_the_day();
    let times = [3, 90].map(|minutes| env.clock.ahead_today(minutes));
    saves_only_what_is_due(env, times)
}

fn saves_nothing_of_another_hour(env: &mut TestEnv) -> Verdict {
    let times = [60, 12 * 60].map(|minutes| env.clock.ahead(minutes));
    saves_only_what_is_due(env, times)
}

fn keeps_the_schedule(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    let due = env.clock.due("test", "notes");
    env.saved("test", "notes")?;
    thread::sleep(Duration::from_millis(700));
    expect_same(&due, &env.schedules())
}

fn saves_again_the_next_day(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    // Two days, for a clock that plays them at once.
    env.clock.play("2023-02-08 16:06:50", 24 * 60 * 60 + 120)?;
    env.start_with("test;16:07;notes\n")?;
    env.timeout = env.clock.one_minute();
    env.saves("notes").map_err(Failure::in_setup)?;
    if env.clock.can_jump() {
        env.until(|| env.extract("notes").is_ok());
        env.remove("backups/notes.tar");
        env.clock.jump_to("2023-02-09 16:07:05");
        return env.saves("notes");
    }
    let backups = || env.service_log().matches("notes.tar").count();
    let is_saved = env.until(|| backups() == 2);
    expect(is_saved, "a backup on each of two days", env.service_log())
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

fn saves_when_the_minute_comes(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    env.clock.wait_for_end_of_minute();
    env.start_with(&format!("test;{};later\n", env.clock.ahead(1)))?;
    env.timeout = env.clock.one_minute();
    env.saves("later")
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
