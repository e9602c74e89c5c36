//! F1 to F6: what is on the disk stays whole, whoever else writes there and however full it is.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use predicates::str::contains;

use crate::support::diff::assert_lines;
use crate::support::running::Running;
use crate::support::{Place, skipped, strace};

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

/// F3. At each point of a `delete` before its last look at the file: it refuses. What remains, the
/// few microseconds between that look and the rename, nobody can close.
#[test]
fn delete_does_not_undo_what_an_editor_saves_meanwhile() {
    if !strace::is_here() {
        return;
    }
    let delete = ["delete", "0"];
    let place = Place::new();
    place.write(SCHEDULES, "old;16:07;old\n");
    let file = place.dir().join(SCHEDULES).display().to_string();
    let mut calls = place.calls(&file, &delete);
    let last_look = calls.iter().rposition(|call| call.0 == "openat").unwrap();
    calls.truncate(last_look);
    assert!(calls.iter().any(|call| call.0 == "read"), "{calls:?}");
    for call in calls {
        place.write(SCHEDULES, "old;16:07;old\n");
        let well = place.meanwhile(&file, &call, &delete, || {
            edit(&place, "edited;16:07;edited\n")
        });
        let now = if well {
            "edited;16:07;edited\n"
        } else {
            "old;16:07;old\nedited;16:07;edited\n"
        };
        assert_lines(
            &format!("the file after {call:?}"),
            now,
            &place.read(SCHEDULES),
        );
    }
}

/// F3. A rename needs no permission to write the file that it replaces.
#[test]
fn delete_leaves_a_read_only_file_alone() {
    let place = Place::new();
    if place.is_roots() {
        return skipped("root may write any file");
    }
    place.write(SCHEDULES, "old;16:07;old\n");
    fs::set_permissions(place.dir().join(SCHEDULES), Permissions::from_mode(0o444)).unwrap();
    for instruction in [["delete", "0"], ["create", "new;16:07;new"]] {
        assert!(place.fail(1, &instruction).contains("Permission denied"));
    }
    assert_lines("the file", "old;16:07;old\n", &place.read(SCHEDULES));
}

/// F3. The mark at the beginning is the file's, and not its first line's.
#[test]
fn a_byte_order_mark_is_no_line_and_stays() {
    let place = Place::new();
    place.write(SCHEDULES, "\u{feff}old;16:07;old\nlast;16:07;last");
    place.run(&["delete", "0"]);
    assert_lines(
        "the file",
        "\u{feff}last;16:07;last",
        &place.read(SCHEDULES),
    );
    place.run(&["delete", "0"]);
    place.fail(1, &["delete", "0"]);
    assert_lines("the file", "\u{feff}", &place.read(SCHEDULES));
}

/// D5. Killed between the making of the new file and its rename.
#[test]
fn what_a_killed_delete_left_is_removed_by_the_next_writer() {
    if !strace::is_here() {
        return;
    }
    for next in [["delete", "0"], ["create", "new;16:07;new"]] {
        let place = Place::new();
        place.write(SCHEDULES, "old;16:07;old\n");
        let kill = ["-e", "inject=/^rename:signal=KILL:when=1"];
        Running::new(&mut place.traced(&kill, &["delete", "0"])).ends_well();
        let litter = || {
            place
                .names("")
                .iter()
                .filter(|name| name.ends_with(".tmp"))
                .count()
        };
        assert_eq!(litter(), 1);
        assert_lines("the file", "old;16:07;old\n", &place.read(SCHEDULES));
        place.run(&next);
        assert_eq!(litter(), 0);
    }
}
