//! Beyond the exercise: what a careful solution does with the schedules and the log.

use std::thread;
use std::time::Duration;

use crate::check::{Check, Failure, Part, Verdict, expect, expect_same};
use crate::test_env::TestEnv;

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

fn the_log_is_not_forged(env: &mut TestEnv) -> Verdict {
    let forged = "[08/02/2023 16:07] backup_service stopped";
    env.manager(&["create", &format!("test;\n{forged}")])?;
    let log = env.manager_log();
    expect(!log.lines().any(|line| line == forged), "one line", log)
}
