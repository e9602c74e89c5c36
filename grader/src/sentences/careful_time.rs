//! Beyond the exercise: time. A service may be late or stopped, and in two nights of a year the clock
//! changes.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use chrono::Timelike;
use nix::sys::signal::{Signal, kill};

use super::careful_archives::is_complete;
use crate::check::{Check, Failure, Part, Verdict, expect};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "Beyond the exercise: time",
    is_beyond: true,
    checks: &[
        Check::new(
            "a backup begins in the first ten seconds of its minute",
            "07_time",
            begins_in_time,
        )
        .that_is_slow(),
        Check::new(
            "a schedule is saved only once in its minute",
            "07_time",
            nothing_is_saved_twice,
        )
        .that_waits(),
        Check::new(
            "a schedule missed while the service was paused is saved later",
            "07_time",
            makes_up_for_a_missed_minute,
        )
        .that_is_slow(),
        Check::new(
            "02:30 is saved in the night when the clock skips it",
            "07_time",
            saves_in_the_gap,
        )
        .that_is_slow(),
        Check::new(
            "in the night that has 02:30 twice, the second saves nothing",
            "07_time",
            saves_once_in_the_fold,
        ),
        Check::new(
            "a schedule is not saved again after the clock is set back",
            "07_time",
            saves_once_when_set_back,
        )
        .that_is_slow(),
    ],
};

/// A zone that changes its clock on the last Sundays of March and October, at 01:00 UTC.
const BERLIN: &str = "Europe/Berlin";

/// Starts the service ten seconds before `time`, which is due.
fn start_before(env: &mut TestEnv, start: &str, due: &str) -> Verdict {
    env.clock.use_faketime(start)?;
    env.write("test/notes.txt", "content");
    env.start_with(&format!("test;{due};t\n"))?;
    env.service_runs()?;
    env.timeout = env.clock.real(100);
    Ok(())
}

fn begins_in_time(env: &mut TestEnv) -> Verdict {
    start_before(env, "2023-02-08 16:07:50", "16:08")?;
    env.saves("t")?;
    let time = env.clock.now();
    let is_in_time = time.minute() == 8 && time.second() < 10;
    expect(
        is_in_time,
        "a backup from 16:08:00 to 16:08:10",
        time.format("%H:%M:%S").to_string(),
    )
}

fn nothing_is_saved_twice(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    // A service that sleeps for 45 seconds looks twice in this minute.
    env.clock.wait_for_start_of_minute();
    let minute = env.clock.ahead(0);
    env.saved("test", "t")?;
    thread::sleep(Duration::from_secs(1));
    let first = env.version("backups/t.tar");
    env.clock.wait_for_second(59, &minute);
    expect(
        env.version("backups/t.tar") == first,
        "one backup in the minute",
        format!("another one\n{}", env.service_log()),
    )
}

fn makes_up_for_a_missed_minute(env: &mut TestEnv) -> Verdict {
    start_before(env, "2023-02-08 16:07:50", "16:08")?;
    let services = env.services();
    for &pid in &services {
        let _ = kill(pid, Signal::SIGSTOP);
    }
    thread::sleep(env.clock.real(12));
    env.clock.jump_to("2023-02-08 16:10:30");
    for &pid in &services {
        let _ = kill(pid, Signal::SIGCONT);
    }
    env.saves("t")
}

/// From 02:00 the clock jumps to 03:00.
fn saves_in_the_gap(env: &mut TestEnv) -> Verdict {
    set_zone(env)?;
    start_before(env, "2023-03-26 00:59:50", "02:30")?;
    env.saves("t")
}

/// From 03:00 the clock goes back to 02:00. Now it is 02:30 for the second time.
fn saves_once_in_the_fold(env: &mut TestEnv) -> Verdict {
    set_zone(env)?;
    start_before(env, "2023-10-29 01:30:02", "02:30")?;
    thread::sleep(Duration::from_secs(2));
    let names = env.names("backups").join(" ");
    expect(names.is_empty(), "no backup: 02:30 was an hour ago", names)
}

/// The clock shows 16:08, then 15:00, then 16:08 again.
fn saves_once_when_set_back(env: &mut TestEnv) -> Verdict {
    start_before(env, "2023-02-08 16:07:50", "16:08")?;
    env.saves("t").map_err(Failure::in_setup)?;
    is_complete(env, "t").map_err(Failure::in_setup)?;
    thread::sleep(Duration::from_millis(300));
    let first = env.version("backups/t.tar");
    env.timeout = env
        .clock
        .jump_by("2023-02-08 15:00:00", "2023-02-08 16:08:05");
    let is_saved_again = env.until(|| env.version("backups/t.tar") != first);
    expect(
        !is_saved_again,
        "one backup for 16:08",
        format!("another one\n{}", env.service_log()),
    )
}

fn set_zone(env: &mut TestEnv) -> Verdict {
    if !fs::exists(Path::new("/usr/share/zoneinfo").join(BERLIN)).unwrap_or(false) {
        let why = "this machine knows no time zones: install tzdata";
        return Err(Failure::NotAsked(why.to_owned()));
    }
    env.clock.set_zone(BERLIN);
    Ok(())
}
