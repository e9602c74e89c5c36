//! *It will accept the following command-line arguments*: those that only read and write files.

use crate::check::{Check, Failure, Part, Verdict, expect, expect_same};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "The instructions that keep schedules",
    is_beyond: false,
    checks: &[
        Check::new(
            "create adds a schedule to backup_schedules.txt",
            "04_schedules_file",
            create_adds,
        ),
        Check::new(
            "create keeps the earlier schedules",
            "04_schedules_file",
            create_keeps,
        ),
        Check::new(
            "create after delete writes the schedule on its own line",
            "04_schedules_file",
            create_after_delete,
        ),
        Check::new(
            "list shows each schedule after its index, counted from 0",
            "04_schedules_file",
            list_shows,
        ),
        Check::new(
            "list does not change backup_schedules.txt",
            "04_schedules_file",
            list_changes_nothing,
        ),
        Check::new(
            "delete 0 removes the first schedule",
            "04_schedules_file",
            delete_removes_the_first,
        ),
        Check::new(
            "delete 1 removes only the second schedule",
            "04_schedules_file",
            delete_removes_the_second,
        ),
        Check::new(
            "backups lists the archives in ./backups",
            "05_backups",
            backups_lists,
        ),
    ],
};

const THREE: &str = "one;16:07;red\ntwo;17:08;green\nthree;18:09;blue\n";

fn create_adds(env: &mut TestEnv) -> Verdict {
    env.make_dir("test");
    env.manager(&["create", "test;16:07;backup_test"])?;
    expect_same("test;16:07;backup_test", &env.schedules())
}

fn create_keeps(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", THREE);
    env.make_dir("four");
    env.manager(&["create", "four;19:10;white"])?;
    expect_same(&format!("{THREE}four;19:10;white"), &env.schedules())
}

/// The submission writes the whole file itself: a mistake of `delete` may show after `create` only.
fn create_after_delete(env: &mut TestEnv) -> Verdict {
    for path in ["one", "two", "three", "four"] {
        env.make_dir(path);
    }
    for schedule in THREE.lines() {
        env.given(&["create", schedule])?;
    }
    expect_same(THREE, &env.schedules()).map_err(Failure::in_setup)?;
    env.manager(&["delete", "2"])?;
    env.manager(&["create", "four;19:10;white"])?;
    let expected = "one;16:07;red\ntwo;17:08;green\nfour;19:10;white";
    expect_same(expected, &env.schedules())
}

fn list_shows(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", THREE);
    let output = env.manager(&["list"])?;
    let indexed = indexed(THREE);
    let mut lines = output.stdout.lines();
    let shows_all = (indexed.lines()).all(|wanted| lines.any(|line| is_entry(line, wanted)));
    expect(shows_all, indexed, output.all())
}

/// The schedules as the exercise shows them: `0: one;16:07;red`.
pub fn indexed(schedules: &str) -> String {
    let lines = schedules.lines().enumerate();
    lines
        .map(|(index, line)| format!("{index}: {line}\n"))
        .collect()
}

/// Whether `line` is `wanted`, `0: one;16:07;red`, perhaps with colors, and with other words and
/// signs around the index.
pub fn is_entry(line: &str, wanted: &str) -> bool {
    let Some((index, schedule)) = wanted.split_once(": ") else {
        return false;
    };
    let line = without_colors(line);
    let Some(before) = line.trim_end().strip_suffix(schedule) else {
        return false;
    };
    let is_separated = !before.ends_with(|c: char| c.is_alphanumeric());
    let numbers = before.split(|c: char| !c.is_alphanumeric());
    let mut numbers = numbers.filter(|word| word.parse::<u64>().is_ok());
    is_separated && numbers.next() == Some(index) && numbers.next().is_none()
}

/// `line` without the sequences that color a terminal: from ESC to a letter.
fn without_colors(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| c.is_ascii_alphabetic());
        text += end.map_or("", |end| &part[end + 1..]);
    }
    text
}

fn list_changes_nothing(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", THREE);
    env.manager(&["list"])?;
    expect_same(THREE, &env.schedules())
}

fn delete_removes_the_first(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", THREE);
    env.manager(&["delete", "0"])?;
    expect_same("two;17:08;green\nthree;18:09;blue", &env.schedules())
}

fn delete_removes_the_second(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", THREE);
    env.manager(&["delete", "1"])?;
    expect_same("one;16:07;red\nthree;18:09;blue", &env.schedules())
}

fn backups_lists(env: &mut TestEnv) -> Verdict {
    env.write("backups/red.tar", "");
    env.write("backups/blue.tar", "");
    let output = env.manager(&["backups"])?;
    let shows_both = output.stdout.contains("red.tar") && output.stdout.contains("blue.tar");
    expect(shows_both, "blue.tar\nred.tar", output.all())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_may_have_words_and_colors_around_its_index() {
        let wanted = "0: one;16:07;red";
        for line in [
            "0: one;16:07;red",
            "[0] one;16:07;red  ",
            "index 0: one;16:07;red",
            "\u{1b}[32m0\u{1b}[0m: one;16:07;red",
        ] {
            assert!(is_entry(line, wanted), "{line:?} should do");
        }
        for line in [
            "one;16:07;red",
            "1: one;16:07;red",
            "0one;16:07;red",
            "0: two;16:07;red",
        ] {
            assert!(!is_entry(line, wanted), "{line:?} should not do");
        }
    }
}
