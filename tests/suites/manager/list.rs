//! What `manager/list.rs` must do.

use std::fs;

use tempfile::TempDir;

use super::subject::list;

#[test]
fn each_line_is_printed_after_its_index_as_it_stands() {
    let dir = TempDir::new().unwrap();
    let lines = "a;16:07;0\n\nno schedule\nb;16:07;\u{1b}[2J";
    fs::write(dir.path().join("backup_schedules.txt"), lines).unwrap();
    let done = list(dir.path()).unwrap();
    assert_eq!(
        done.output,
        "0: a;16:07;0\n1: \n2: no schedule\n3: b;16:07;\\u{1b}[2J\n"
    );
    assert_eq!(done.logged, "Show schedules list");
}

#[test]
fn an_empty_file_is_an_empty_list() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("backup_schedules.txt"), "").unwrap();
    assert_eq!(list(dir.path()).unwrap().output, "");
}

#[test]
fn without_a_file_there_is_no_list() {
    let dir = TempDir::new().unwrap();
    assert_eq!(
        list(dir.path()).unwrap_err().what,
        "can't find backup_schedules.txt"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_another_failure() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("backup_schedules.txt")).unwrap();
    assert_eq!(
        list(dir.path()).unwrap_err().what,
        "can't read backup_schedules.txt"
    );
}
