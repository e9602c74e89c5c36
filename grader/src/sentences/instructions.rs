//! *It will accept the following command-line arguments*: those that only read and write files.

use crate::check::{Check, Part, Verdict, expect, expect_same};
use crate::place::Place;

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
            "create keeps the schedules that are there",
            "04_schedules_file",
            create_keeps,
        ),
        Check::new(
            "list shows each schedule after its index, counted from 0",
            "04_schedules_file",
            list_shows,
        ),
        Check::new(
            "list changes nothing",
            "04_schedules_file",
            list_changes_nothing,
        ),
        Check::new(
            "delete 0 removes the first schedule",
            "04_schedules_file",
            delete_removes_the_first,
        ),
        Check::new(
            "delete 1 removes the second schedule and no other",
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

fn create_adds(place: &mut Place) -> Verdict {
    place.manager(&["create", "test;16:07;backup_test"])?;
    expect_same("test;16:07;backup_test", &place.schedules())
}

fn create_keeps(place: &mut Place) -> Verdict {
    place.write("backup_schedules.txt", THREE);
    place.manager(&["create", "four;19:10;white"])?;
    expect_same(&format!("{THREE}four;19:10;white"), &place.schedules())
}

fn list_shows(place: &mut Place) -> Verdict {
    place.write("backup_schedules.txt", THREE);
    let said = place.manager(&["list"])?;
    let indexed = indexed(THREE);
    let mut lines = said.out.lines();
    let shows_all = (indexed.lines()).all(|wanted| lines.any(|line| is_entry(line, wanted)));
    expect(shows_all, indexed, said.all())
}

/// The schedules as the exercise shows them: `0: one;16:07;red`.
pub fn indexed(schedules: &str) -> String {
    let lines = schedules.lines().enumerate();
    lines
        .map(|(index, line)| format!("{index}: {line}\n"))
        .collect()
}

/// Whether `line` is `wanted`, `0: one;16:07;red`, with any other signs around the index.
pub fn is_entry(line: &str, wanted: &str) -> bool {
    let Some((index, schedule)) = wanted.split_once(": ") else {
        return false;
    };
    let Some(before) = line.trim_end().strip_suffix(schedule) else {
        return false;
    };
    let is_sign = |c: char| !c.is_alphanumeric();
    before != index && before.trim_matches(is_sign) == index
}

fn list_changes_nothing(place: &mut Place) -> Verdict {
    place.write("backup_schedules.txt", THREE);
    place.manager(&["list"])?;
    expect_same(THREE, &place.schedules())
}

fn delete_removes_the_first(place: &mut Place) -> Verdict {
    place.write("backup_schedules.txt", THREE);
    place.manager(&["delete", "0"])?;
    expect_same("two;17:08;green\nthree;18:09;blue", &place.schedules())
}

fn delete_removes_the_second(place: &mut Place) -> Verdict {
    place.write("backup_schedules.txt", THREE);
    place.manager(&["delete", "1"])?;
    expect_same("one;16:07;red\nthree;18:09;blue", &place.schedules())
}

fn backups_lists(place: &mut Place) -> Verdict {
    place.write("backups/red.tar", "");
    place.write("backups/blue.tar", "");
    let said = place.manager(&["backups"])?;
    let shows_both = said.out.contains("red.tar") && said.out.contains("blue.tar");
    expect(shows_both, "blue.tar\nred.tar", said.all())
}
