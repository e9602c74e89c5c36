//! F1 to F6: what is on the disk stays whole, whoever else writes there and however full it is.

use std::fs;

use predicates::str::contains;

use crate::support::diff::assert_lines;
use crate::support::{Place, strace};

const SCHEDULES: &str = "backup_schedules.txt";

/// F3, F6. A file may grow to 1,024 bytes here (`ulimit -f` counts in 512), and has 1,000.
#[test]
fn a_file_that_cannot_grow_stays_as_it_was() {
    let place = Place::new();
    let old = format!("{}\n", "x".repeat(999));
    let long = format!("src;16:07;{}", "n".repeat(100));

    place.write("backup_schedules.txt", &old);
    let create = format!("ulimit -f 2; \"$MANAGER\" create '{long}'");
    let told = contains("can't write backup_schedules.txt");
    place.script(&create).assert().code(1).stderr(told);
    assert_lines("the file", &old, &place.read("backup_schedules.txt"));

    place.write("logs/backup_manager.log", &old);
    let list = "ulimit -f 2; \"$MANAGER\" list";
    let told = contains("can't write the log");
    place.script(list).assert().code(1).stderr(told);
    assert_lines("the log", &old, &place.manager_log());
}

/// What a text editor does: it reads the file, and puts a new one in its place.
fn edit(place: &Place, add: &str) {
    place.write("draft", &(place.read(SCHEDULES) + add));
    fs::rename(place.dir().join("draft"), place.dir().join(SCHEDULES)).unwrap();
}

/// F3. At each point of a `create` that concerns the file.
#[test]
fn an_editor_and_create_lose_nothing_of_each_other() {
    if !strace::is_here() {
        return;
    }
    let create = ["create", "new;16:07;new"];
    let place = Place::new();
    place.write(SCHEDULES, "old;16:07;old\n");
    let file = place.dir().join(SCHEDULES).display().to_string();
    for call in place.calls(&file, &create) {
        place.write(SCHEDULES, "old;16:07;old\n");
        let well = place.meanwhile(&file, &call, &create, || {
            edit(&place, "edited;16:07;edited\n");
        });
        assert!(well, "{call:?}");
        let mut lines: Vec<_> = place
            .run(&["list"])
            .lines()
            .map(|l| l[3..].to_owned())
            .collect();
        lines.sort();
        let all = ["edited;16:07;edited", "new;16:07;new", "old;16:07;old"];
        assert_eq!(lines, all, "after {call:?}");
    }
}
