//! What `manager/backups.rs` must do.

use std::fs;

use tempfile::TempDir;

use super::subject::backups;

#[test]
fn the_archives_are_printed_one_a_line() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("backups")).unwrap();
    for name in ["b.tar", "a.tar"] {
        fs::write(dir.path().join("backups").join(name), "").unwrap();
    }
    let done = backups(dir.path()).unwrap();
    assert_eq!(done.output, "a.tar\nb.tar\n");
    assert_eq!(done.logged, "Show backups list");
}

#[test]
fn an_empty_directory_is_an_empty_list() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("backups")).unwrap();
    assert_eq!(backups(dir.path()).unwrap().output, "");
}

#[test]
fn without_the_directory_there_is_no_list() {
    let dir = TempDir::new().unwrap();
    assert_eq!(
        backups(dir.path()).unwrap_err().what,
        "can't find backups directory"
    );
}

#[test]
fn what_is_no_directory_is_another_failure() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("backups"), "").unwrap();
    assert_eq!(
        backups(dir.path()).unwrap_err().what,
        "can't read backups directory"
    );
}
