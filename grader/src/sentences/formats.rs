//! *The format of the schedules is `path_to_save;time(hh:mm);backup_name`.*

use crate::check::{Check, Failure, Part, Verdict, expect};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "The format of the schedules",
    is_beyond: false,
    checks: &[
        Check::new(
            "a schedule with a missing or empty part is not added",
            "08_format",
            refuses_what_is_incomplete,
        ),
        Check::new(
            "a schedule with four parts is not added",
            "08_format",
            refuses_what_is_too_long,
        ),
        Check::new(
            "an impossible time, such as 24:00, is not added",
            "08_format",
            refuses_what_is_no_time,
        ),
        Check::new(
            "a time without two digits each, such as 16:7, is not added",
            "08_format",
            refuses_single_digits,
        ),
        Check::new(
            "00:00 and 23:59 are accepted",
            "08_format",
            accepts_the_whole_day,
        ),
        Check::new(
            "the same name at another time is accepted",
            "08_format",
            accepts_a_name_twice,
        ),
        Check::new(
            "a path may be absolute, nested, or contain spaces",
            "08_format",
            saves_any_path,
        ),
    ],
};

/// None of `schedules` is added, and one that is right still is.
fn refuses(env: &TestEnv, schedules: &[&str]) -> Verdict {
    let right = "right;16:07;right";
    // A solution may check that the path is there.
    env.make_dir("right");
    env.make_dir("test");
    env.given(&["create", right])?;
    expect(
        !env.schedules().is_empty(),
        format!("{right} is added"),
        env.manager_log(),
    )
    .map_err(Failure::in_setup)?;
    for schedule in schedules {
        env.manager(&["create", schedule])?;
        let file = env.schedules();
        let expected = format!("after `create \"{schedule}\"`:\n{right}");
        expect(file.trim() == right, expected, file)?;
    }
    Ok(())
}

fn refuses_what_is_incomplete(env: &mut TestEnv) -> Verdict {
    let schedules = [
        "test;",
        "test",
        "",
        "test;16:07",
        "test;16:07;",
        ";16:07;name",
        ";;",
    ];
    refuses(env, &schedules)
}

fn refuses_what_is_too_long(env: &mut TestEnv) -> Verdict {
    refuses(env, &["test;16:07;name;more"])
}

fn refuses_what_is_no_time(env: &mut TestEnv) -> Verdict {
    refuses(
        env,
        &[
            "test;24:00;name",
            "test;12:60;name",
            "test;ab:cd;name",
            "test;noon;name",
        ],
    )
}

fn refuses_single_digits(env: &mut TestEnv) -> Verdict {
    refuses(env, &["test;16:7;name", "test;6:07;name"])
}

fn accepts_the_whole_day(env: &mut TestEnv) -> Verdict {
    adds_both(env, "first;00:00;first", "last;23:59;last")
}

fn accepts_a_name_twice(env: &mut TestEnv) -> Verdict {
    adds_both(env, "test;16:07;name", "test;16:08;name")
}

fn adds_both(env: &TestEnv, first: &str, second: &str) -> Verdict {
    for path in ["first", "last", "test"] {
        env.make_dir(path);
    }
    env.manager(&["create", first])?;
    env.manager(&["create", second])?;
    let both = format!("{first}\n{second}");
    let file = env.schedules();
    expect(file.trim() == both, both, file)
}

fn saves_any_path(env: &mut TestEnv) -> Verdict {
    env.write("deep/er/notes.txt", "content");
    env.write("with spaces/notes.txt", "content");
    let absolute = env.path("deep").display().to_string();
    let paths = [
        (&*absolute, "absolute"),
        ("deep/er", "deep"),
        ("with spaces", "spaces"),
    ];
    let due = paths.map(|(path, name)| env.clock.due(path, name));
    env.start_with(&due.concat())?;
    paths.into_iter().try_for_each(|(_, name)| env.saves(name))
}
