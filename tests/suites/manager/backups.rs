//! The rules for `manager/backups.rs`.

use std::fs;

use tempfile::TempDir;

use super::subject::backups;

#[test]
fn archives_are_printed_one_per_line() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("backups")).unwrap();
    for name in ["b.tar", "a.tar"] {
        fs::write(dir.path().join("backups").join(name), "").unwrap();
    }
    let done = backups(dir.path()).expect("the directory can be read");
    assert_eq!(done.output, "a.tar\nb.tar\n");
    assert_eq!(done.logged, "Show backups list");
}

#[test]
fn empty_directory_is_an_empty_list() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("backups")).unwrap();
    let done = backups(dir.path()).expect("the directory can be read");
    assert_eq!(done.output, "", "there is no archive to print");
}

#[test]
fn missing_directory_and_file_in_its_place_are_errors() {
    let dir = TempDir::new().unwrap();
    let failure = backups(dir.path()).expect_err("there is no directory");
    assert_eq!(failure.what, "can't find backups directory");
    fs::write(dir.path().join("backups"), "").unwrap();
    let failure = backups(dir.path()).expect_err("a file is no directory");
    assert_eq!(failure.what, "can't read backups directory");
}
