//! Beyond the exercise: what a careful solution does with the schedules and the log.

use std::thread;
use std::time::Duration;

use crate::check::{Check, Failure, Part, Verdict, expect, expect_same, fail};
use crate::test_env::{TestEnv, unhandled};

/// See above.
pub const PART: Part = Part {
    name: "Beyond the exercise: the schedules and the log",
    is_beyond: true,
    checks: &[
        Check::new(
            "create after a last line without an end does not glue the two",
            "04_schedules_file",
            lines_are_not_glued,
        ),
        Check::new(
            "of sixty creates at once none is lost",
            "04_schedules_file",
            none_of_sixty_is_lost,
        )
        .that_is_heavy(),
        Check::new(
            "creates and deletes at once lose nothing",
            "04_schedules_file",
            creates_and_deletes_at_once,
        )
        .that_is_heavy(),
        Check::new(
            "a delete on a full disk loses no schedule",
            "04_schedules_file",
            delete_on_a_full_disk,
        ),
        Check::new(
            "list ends quietly when nobody reads its output",
            "11_errors",
            list_without_a_reader,
        ),
        Check::new(
            "a byte-order mark costs no schedule",
            "08_format",
            a_byte_order_mark,
        ),
        Check::new(
            "a line that is not UTF-8 costs no other schedule",
            "08_format",
            a_line_that_is_not_utf_8,
        ),
        Check::new(
            "a line that was edited wrongly does not keep the others from being saved",
            "08_format",
            hand_edited_files_are_welcome,
        ),
        Check::new(
            "a name does not lead out of ./backups",
            "08_format",
            names_stay_inside,
        ),
        Check::new(
            "a name that no file can have is not added",
            "08_format",
            names_of_files,
        ),
        Check::new(
            "what was typed cannot control the terminal that shows the log",
            "12_logs",
            the_log_is_escaped,
        ),
        Check::new(
            "what was typed does not forge a line of the log",
            "12_logs",
            the_log_is_not_forged,
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

fn list_without_a_reader(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", "one;16:07;red\n".repeat(10_000));
    let script = "{ sleep 0.3; \"$@\" list; } 2>errors | true; cat errors >&2";
    let output = env.shell(script)?;
    match unhandled(&output) {
        None => Ok(()),
        Some(sign) => fail("no error", sign),
    }
}

fn a_byte_order_mark(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    env.start_with(&format!("\u{feff}{}", env.clock.due("test", "t")))?;
    env.saves("t")
}

fn a_line_that_is_not_utf_8(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    let due = env.clock.due("test", "t");
    env.write(
        "backup_schedules.txt",
        [b"caf\xe9;16:07;other\n", due.as_bytes()].concat(),
    );
    env.start()?;
    env.saves("t")
}

fn hand_edited_files_are_welcome(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    let due = env.clock.due("test", "t").replace('\n', "\r\n");
    env.start_with(&format!("wrong\r\n\r\ntest;99:99;t\r\n{due}"))?;
    env.saves("t")
}

fn names_stay_inside(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    let clock = env.clock.clone();
    let due = clock.due("test", "../outside") + &clock.due("test", "inside");
    env.start_with(&due)?;
    env.saves("inside").map_err(Failure::in_setup)?;
    thread::sleep(Duration::from_millis(300));
    let is_inside = !env.path("outside.tar").exists();
    expect(is_inside, "no outside.tar beside ./backups", "there is one")
}

fn names_of_files(env: &mut TestEnv) -> Verdict {
    env.make_dir("test");
    let long = "x".repeat(300);
    for name in ["a/b", "..", ".", &long] {
        env.manager(&["create", &format!("test;16:07;{name}")])?;
        let file = env.schedules();
        expect(file.trim().is_empty(), format!("not added: {name}"), file)?;
    }
    Ok(())
}

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
