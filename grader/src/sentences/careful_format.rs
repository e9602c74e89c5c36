//! Beyond the exercise: a file of schedules that was edited by hand, and names of archives.

use std::thread;
use std::time::Duration;

use crate::check::{Check, Failure, Part, Verdict, expect};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "Beyond the exercise: the format",
    is_beyond: true,
    checks: &[
        Check::new(
            "a byte-order mark does not hide a schedule",
            "08_format",
            a_byte_order_mark,
        ),
        Check::new(
            "Windows line ends (CRLF) are accepted",
            "08_format",
            windows_line_ends,
        ),
        Check::new(
            "a line that is not UTF-8 does not stop the other schedules",
            "08_format",
            a_line_that_is_not_utf_8,
        ),
        Check::new(
            "a wrong line does not stop the other schedules",
            "08_format",
            wrong_lines,
        ),
        Check::new(
            "a name with ../ saves nothing outside ./backups",
            "08_format",
            names_stay_inside,
        ),
        Check::new(
            "a name that cannot be a file name is not added",
            "08_format",
            names_of_files,
        ),
    ],
};

fn a_byte_order_mark(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    env.start_with(&format!("\u{feff}{}", env.clock.due("test", "t")))?;
    env.saves("t")
}

fn windows_line_ends(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    env.start_with(&env.clock.due("test", "t").replace('\n', "\r\n"))?;
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

fn wrong_lines(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    env.start_with(&format!(
        "wrong\n\ntest;99:99;t\n{}",
        env.clock.due("test", "t")
    ))?;
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
