//! The rules for `manager/backups.rs`. The suite of `backups/list.rs` tests which names are printed.

use std::fs;

use tempfile::TempDir;

use super::subject::backups;

#[test]
fn archives_are_printed_one_per_line() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("backups")).unwrap();
    let done = backups(dir.path()).expect("the directory can be read");
    assert_eq!(done.output, "", "there is no archive to print");
    for (name, expected) in [("b.tar", "b.tar\n"), ("a.tar", "a.tar\nb.tar\n")] {
        fs::write(dir.path().join("backups").join(name), "").unwrap();
        let done = backups(dir.path()).expect("the directory can be read");
        assert_eq!(done.output, expected);
        assert_eq!(done.logged, "Show backups list");
    }
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
