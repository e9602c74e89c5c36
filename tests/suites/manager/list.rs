//! The rules for `manager/list.rs`.

use std::fs;

use tempfile::TempDir;

use super::subject::list;

#[test]
fn each_line_is_printed_after_its_index() {
    for (lines, expected) in [
        ("", ""),
        ("a;16:07;0\nb;16:08;1\n", "0: a;16:07;0\n1: b;16:08;1\n"),
        (
            "a;16:07;0\n\nmalformed",
            "0: a;16:07;0\n1: \n2: malformed\n",
        ),
        ("a;16:07;\u{1b}[2J\n", "0: a;16:07;\\u{1b}[2J\n"),
    ] {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join("backup_schedules.txt"), lines).unwrap();
        let done = list(dir.path()).expect("the file can be read");
        assert_eq!(done.output, expected, "the list of {lines:?}");
        assert_eq!(done.logged, "Show schedules list");
    }
}

#[test]
fn missing_file_and_directory_in_its_place_are_errors() {
    let dir = TempDir::new().unwrap();
    let failure = list(dir.path()).expect_err("there is no file");
    assert_eq!(failure.what, "can't find backup_schedules.txt");
    fs::create_dir(dir.path().join("backup_schedules.txt")).unwrap();
    let failure = list(dir.path()).expect_err("a directory is no file");
    assert_eq!(failure.what, "can't read backup_schedules.txt");
}
