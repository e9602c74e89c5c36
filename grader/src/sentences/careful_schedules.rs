//! Beyond the exercise: the file of schedules survives a full disk, and managers that run at once.

use crate::check::{Check, Part, Verdict, expect, expect_same};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "Beyond the exercise: the schedules",
    is_beyond: true,
    checks: &[
        Check::new(
            "create works after a last line without a newline",
            "04_schedules_file",
            lines_are_not_glued,
        ),
        Check::new(
            "sixty creates at once lose no schedule",
            "04_schedules_file",
            none_of_sixty_is_lost,
        )
        .that_is_heavy(),
        Check::new(
            "creates and deletes at once lose no schedule",
            "04_schedules_file",
            creates_and_deletes_at_once,
        )
        .that_is_heavy(),
        Check::new(
            "a delete on a full disk loses no schedule",
            "04_schedules_file",
            delete_on_a_full_disk,
        ),
    ],
};

fn lines_are_not_glued(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", "one;16:07;red");
    env.manager(&["create", "two;17:08;green"])?;
    expect_same("one;16:07;red\ntwo;17:08;green", &env.schedules())
}

fn none_of_sixty_is_lost(env: &mut TestEnv) -> Verdict {
    let script =
        "i=0; while [ $i -lt 60 ]; do \"$@\" create \"test;16:07;name$i\" & i=$((i+1)); done; wait";
    env.timeout *= 3;
    env.shell(script)?;
    let file = env.schedules();
    let count = (0..60)
        .filter(|i| {
            file.lines()
                .any(|line| line == format!("test;16:07;name{i}"))
        })
        .count();
    expect(
        count == 60,
        "60 schedules, whole",
        format!("{count}\n{file}"),
    )
}

/// Twenty of each: the deletes remove the first twenty of thirty schedules.
fn creates_and_deletes_at_once(env: &mut TestEnv) -> Verdict {
    let old = |i: i32| format!("test;16:07;old{i}\n");
    let new = |i: i32| format!("test;16:07;new{i}\n");
    env.write("backup_schedules.txt", (0..30).map(old).collect::<String>());
    env.make_dir("test");
    let script = "i=0; while [ $i -lt 20 ]; do \"$@\" create \"test;16:07;new$i\" & \
                  \"$@\" delete 0 & i=$((i+1)); done; wait";
    env.timeout *= 3;
    env.shell(script)?;
    let mut left: Vec<String> = env
        .schedules()
        .lines()
        .map(|line| format!("{line}\n"))
        .collect();
    left.sort();
    let mut expected: Vec<String> = (20..30).map(old).chain((0..20).map(new)).collect();
    expected.sort();
    expect(
        left == expected,
        "old20 to old29, new0 to new19",
        env.schedules(),
    )
}

/// A program may write no byte to a file, and takes that as an error.
fn delete_on_a_full_disk(env: &mut TestEnv) -> Verdict {
    let three = "one;16:07;red\ntwo;17:08;green\nthree;18:09;blue\n";
    env.write("backup_schedules.txt", three);
    env.shell("trap '' XFSZ; ulimit -f 0; \"$@\" delete 0")?;
    expect_same(three, &env.schedules())
}
