//! What `manager/create.rs` must do.

use std::fs;

use tempfile::TempDir;

use super::subject::create;

#[test]
fn a_schedule_is_added_and_logged() {
    let dir = TempDir::new().unwrap();
    let done = create(dir.path(), "test;16:07;t").unwrap();
    assert_eq!(done.logged, "New schedule added: test;16:07;t");
    assert_eq!((done.output.as_str(), done.warning), ("", None));
    let file = fs::read_to_string(dir.path().join("backup_schedules.txt")).unwrap();
    assert_eq!(file, "test;16:07;t\n");
}

#[test]
fn a_malformed_one_is_told_and_leaves_no_file() {
    let dir = TempDir::new().unwrap();
    let failure = create(dir.path(), "test;").unwrap_err();
    assert_eq!(
        failure.to_string(),
        "malformed schedule: test; (expected path;hh:mm;name)"
    );
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn another_path_under_the_same_name_is_accepted_with_a_warning() {
    let dir = TempDir::new().unwrap();
    create(dir.path(), "a;16:07;t").unwrap();
    let done = create(dir.path(), "b;16:08;t").unwrap();
    let warning = done.warning.unwrap();
    assert!(
        warning.contains("b;16:08;t") && warning.contains("a;16:07;t"),
        "{warning}"
    );
}

#[test]
fn the_same_path_and_name_at_another_time_needs_no_warning() {
    let dir = TempDir::new().unwrap();
    create(dir.path(), "a;16:07;t").unwrap();
    assert_eq!(create(dir.path(), "a;20:00;t").unwrap().warning, None);
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("backup_schedules.txt")).unwrap();
    let failure = create(dir.path(), "a;16:07;t").unwrap_err();
    assert_eq!(failure.what, "can't write backup_schedules.txt");
}
