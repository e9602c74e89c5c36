//! F1 to F6: what is on the disk stays whole, whoever else writes there and however full it is.

use predicates::str::contains;

use crate::support::Place;
use crate::support::diff::assert_lines;

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
