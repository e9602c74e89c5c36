//! What `manager/delete.rs` must do.

use std::fs;

use tempfile::TempDir;

use super::subject::delete;

fn home() -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::write(
        dir.path().join("backup_schedules.txt"),
        "a;16:07;0\nb;16:07;1\nc;16:07;2\n",
    )
    .unwrap();
    dir
}

fn file(dir: &TempDir) -> String {
    fs::read_to_string(dir.path().join("backup_schedules.txt")).unwrap()
}

#[test]
fn an_index_counts_from_0() {
    let dir = home();
    let done = delete(dir.path(), "1").unwrap();
    assert_eq!(done.logged, "Schedule at index 1 deleted");
    assert_eq!(file(&dir), "a;16:07;0\nc;16:07;2\n");
}

#[test]
fn an_index_without_a_schedule_is_told_and_deletes_nothing() {
    let dir = home();
    let before = file(&dir);
    for index in [
        "3",
        "-1",
        "+1",
        "",
        " 1",
        "1.0",
        "0x1",
        "one",
        "18446744073709551616",
    ] {
        let failure = delete(dir.path(), index).unwrap_err();
        assert_eq!(
            failure.what,
            format!("can't find schedule at index {index}")
        );
        assert_eq!(file(&dir), before);
    }
}

#[test]
fn without_a_file_there_is_nothing_to_delete() {
    let dir = TempDir::new().unwrap();
    for index in ["0", "one"] {
        assert_eq!(
            delete(dir.path(), index).unwrap_err().what,
            "can't find backup_schedules.txt"
        );
    }
}
