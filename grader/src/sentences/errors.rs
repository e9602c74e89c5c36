//! *Both scripts will have to handle errors*: each is logged, none ends in a traceback.

use super::logs::{is_logged_as_error, logged};
use crate::check::{Check, Part, Verdict, expect_same, fail};
use crate::test_env::{TestEnv, quoted, unhandled};

/// See above.
pub const PART: Part = Part {
    name: "The errors",
    is_beyond: false,
    checks: &[
        Check::new(
            "a malformed schedule logs an error",
            "11_errors",
            malformed_is_logged,
        ),
        Check::new(
            "an unknown instruction logs an error",
            "01_instructions",
            unknown_is_logged,
        ),
        Check::new(
            "a call without an instruction logs an error",
            "01_instructions",
            nothing_is_logged,
        ),
        Check::new(
            "delete with an index that is too large logs an error and changes nothing",
            "04_schedules_file",
            index_out_of_range,
        ),
        Check::new(
            "delete with a word as its index logs an error and changes nothing",
            "04_schedules_file",
            index_that_is_none,
        ),
        Check::new(
            "delete -1 changes nothing",
            "04_schedules_file",
            index_below_zero,
        ),
        Check::new(
            "list without backup_schedules.txt logs an error",
            "11_errors",
            list_without_schedules,
        ),
        Check::new(
            "delete without backup_schedules.txt logs an error",
            "11_errors",
            delete_without_schedules,
        ),
        Check::new(
            "backups without ./backups logs an error",
            "11_errors",
            backups_without_directory,
        ),
        Check::new(
            "stop without a service logs an error",
            "11_errors",
            stop_without_service,
        )
        .that_stops(),
        Check::new(
            "a second start logs an error",
            "11_errors",
            start_with_service,
        ),
        Check::new(
            "no error of the manager prints a traceback",
            "11_errors",
            nothing_is_unhandled,
        )
        .that_stops(),
    ],
};

const TWO: &str = "one;16:07;red\ntwo;17:08;green\n";

fn malformed_is_logged(env: &mut TestEnv) -> Verdict {
    env.make_dir("test");
    let success = logged(env, &["create", "test;16:07;name"])?;
    is_logged_as_error(env, &["create", "test;"], &success)
}

fn unknown_is_logged(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", TWO);
    let success = logged(env, &["list"])?;
    is_logged_as_error(env, &["restart"], &success)
}

fn nothing_is_logged(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", TWO);
    let success = logged(env, &["list"])?;
    is_logged_as_error(env, &[], &success)
}

/// `delete` with each of `indices` is logged as an error and changes nothing.
fn changes_nothing(env: &TestEnv, indices: &[&str]) -> Verdict {
    env.write("backup_schedules.txt", format!("zero;15:06;white\n{TWO}"));
    let success = logged(env, &["delete", "0"])?;
    env.write("backup_schedules.txt", TWO);
    for index in indices {
        is_logged_as_error(env, &["delete", index], &success)?;
        expect_same(TWO, &env.schedules())?;
    }
    Ok(())
}

fn index_out_of_range(env: &mut TestEnv) -> Verdict {
    changes_nothing(env, &["2", "99"])
}

fn index_that_is_none(env: &mut TestEnv) -> Verdict {
    changes_nothing(env, &["first"])
}

/// In Python the element at -1 is the last one.
fn index_below_zero(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", TWO);
    env.manager(&["delete", "-1"])?;
    expect_same(TWO, &env.schedules())
}

fn list_without_schedules(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", TWO);
    let success = logged(env, &["list"])?;
    env.remove("backup_schedules.txt");
    is_logged_as_error(env, &["list"], &success)
}

fn delete_without_schedules(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", TWO);
    let success = logged(env, &["delete", "0"])?;
    env.remove("backup_schedules.txt");
    is_logged_as_error(env, &["delete", "0"], &success)
}

fn backups_without_directory(env: &mut TestEnv) -> Verdict {
    env.write("backups/red.tar", "");
    let success = logged(env, &["backups"])?;
    env.remove("backups");
    is_logged_as_error(env, &["backups"], &success)
}

fn stop_without_service(env: &mut TestEnv) -> Verdict {
    env.start_with("")?;
    env.service_runs()?;
    let success = logged(env, &["stop"])?;
    env.until(|| env.services().is_empty());
    is_logged_as_error(env, &["stop"], &success)
}

fn start_with_service(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", "");
    let success = logged(env, &["start"])?;
    env.service_runs()?;
    is_logged_as_error(env, &["start"], &success)
}

fn nothing_is_unhandled(env: &mut TestEnv) -> Verdict {
    let wrong: [&[&str]; 12] = [
        &[],
        &["restart"],
        &["create"],
        &["create", "test;"],
        &["create", "test;ab:cd;name"],
        &["delete"],
        &["delete", "0"],
        &["delete", "first"],
        &["delete", "-1"],
        &["list"],
        &["backups"],
        &["stop"],
    ];
    for arguments in wrong {
        if let Some(sign) = unhandled(&env.manager(arguments)?) {
            return fail(
                format!("{} says in its own words what is wrong", quoted(arguments)),
                sign,
            );
        }
    }
    Ok(())
}
