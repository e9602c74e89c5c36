//! Beyond the exercise: errors, and what is in the log.

use std::thread;
use std::time::Duration;

use crate::check::{Check, Part, Verdict, expect, fail};
use crate::test_env::{TestEnv, unhandled};

/// See above.
pub const PART: Part = Part {
    name: "Beyond the exercise: logs and errors",
    is_beyond: true,
    checks: &[
        Check::new(
            "control characters are escaped in the log",
            "12_logs",
            the_log_is_escaped,
        ),
        Check::new(
            "a newline in an argument does not add a log line",
            "12_logs",
            the_log_is_not_forged,
        ),
        Check::new(
            "a lasting error is logged only once",
            "11_errors",
            logs_a_standing_error_once,
        )
        .that_waits(),
        Check::new(
            "list prints no error when its output is closed",
            "11_errors",
            list_without_a_reader,
        ),
        Check::new(
            "an error sets the exit status",
            "11_errors",
            errors_have_a_status,
        )
        .that_stops(),
    ],
};

fn the_log_is_escaped(env: &mut TestEnv) -> Verdict {
    env.manager(&["create", "test;\u{1b}[31m"])?;
    let log = env.manager_log();
    let is_escaped = !log.contains('\u{1b}') && !log.is_empty();
    expect(is_escaped, "no control characters", format!("{log:?}"))
}

fn the_log_is_not_forged(env: &mut TestEnv) -> Verdict {
    let forged = "[08/02/2023 16:07] backup_service stopped";
    env.manager(&["create", &format!("test;\n{forged}")])?;
    let log = env.manager_log();
    expect(!log.lines().any(|line| line == forged), "one line", log)
}

/// There is no `backup_schedules.txt`.
fn logs_a_standing_error_once(env: &mut TestEnv) -> Verdict {
    env.clock.play("2023-02-08 16:07:00", 60 * 60)?;
    env.start()?;
    env.until_service_ends(|| !env.service_log().trim().is_empty());
    thread::sleep(Duration::from_secs(1));
    let count = || env.service_log().lines().count();
    let first = count();
    // Long enough for two more cycles. A clock that plays an hour at once is done already.
    if env.clock.can_jump() {
        thread::sleep(env.clock.real(100));
    }
    let is_once = count() == first && first < 10;
    expect(
        is_once && first > 0,
        "one line while the error stays",
        env.service_log(),
    )
}

fn list_without_a_reader(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", "one;16:07;red\n".repeat(10_000));
    let script = "{ sleep 0.3; \"$@\" list; } 2>errors | true; cat errors >&2";
    let output = env.shell(script)?;
    match unhandled(&output) {
        None => Ok(()),
        Some(sign) => fail("no error", sign),
    }
}

fn errors_have_a_status(env: &mut TestEnv) -> Verdict {
    let wrong: [&[&str]; 6] = [
        &["restart"],
        &["create", "test;"],
        &["delete", "9"],
        &["list"],
        &["backups"],
        &["stop"],
    ];
    for arguments in wrong {
        let words = arguments.join(" ");
        let is_told = !env.manager(arguments)?.is_success();
        expect(
            is_told,
            format!("`{words}` ends with another status than 0"),
            "it ends with 0",
        )?;
    }
    Ok(())
}
