//! *The service will perform the backup if the current time, hour and minute, matches the schedule.*

use std::thread;
use std::time::Duration;

use crate::check::{Check, Failure, Part, Verdict, expect, expect_same};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "The time of a backup",
    is_beyond: false,
    checks: &[
        Check::new(
            "a schedule for this minute is saved as ./backups/NAME.tar",
            "07_time",
            saves_what_is_due,
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
            "a schedule for an earlier time today is not saved",
            "07_time",
            saves_nothing_that_has_passed,
        ),
        Check::new(
            "a schedule for a later time is not saved yet",
            "07_time",
            saves_nothing_too_early,
        ),
        Check::new(
            "a schedule for the same minute of another hour is not saved",
            "07_time",
            saves_nothing_of_another_hour,
        ),
        Check::new(
            "a schedule stays in the file after its backup",
            "07_time",
            keeps_the_schedule,
        ),
        Check::new(
            "a schedule is saved again the next day",
            "07_time",
            saves_again_the_next_day,
        )
        .that_waits(),
        Check::new(
            "a schedule for the next minute is saved when that minute comes",
            "06_loop",
            saves_when_the_minute_comes,
        )
        .that_waits(),
    ],
};

fn saves_what_is_due(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    env.start_with(&env.clock.due("test", "notes"))?;
    env.saves("notes")
}

fn saves_in_the_morning(env: &mut TestEnv) -> Verdict {
    saves_at(env, "09:05")
}

fn saves_in_the_evening(env: &mut TestEnv) -> Verdict {
    saves_at(env, "18:40")
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
        env.extract_when_complete("notes")
            .map_err(Failure::in_setup)?;
        env.remove("backups/notes.tar");
        env.clock
            .jump_by("2023-02-09 12:00:00", "2023-02-09 16:07:05");
        return env.saves("notes");
    }
    let backups = || env.service_log().matches("notes.tar").count();
    let is_saved = env.until(|| backups() == 2);
    expect(is_saved, "a backup on each of two days", env.service_log())
}

fn saves_when_the_minute_comes(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    env.clock.wait_for_end_of_minute();
    env.start_with(&format!("test;{};later\n", env.clock.ahead(1)))?;
    env.timeout = env.clock.one_minute();
    env.saves("later")
}

/// A schedule for `time` is saved when the clock shows it.
fn saves_at(env: &mut TestEnv, time: &str) -> Verdict {
    env.clock.set_to(&format!("2024-05-17 {time}:00"))?;
    saves_what_is_due(env)
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
