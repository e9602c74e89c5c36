//! The rules for `manager/create.rs`.

use std::fs;

use tempfile::TempDir;

use super::subject::create;

/// A directory with the sources `photos` and `notes`.
fn home() -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("photos")).unwrap();
    fs::create_dir(dir.path().join("notes")).unwrap();
    dir
}

#[test]
fn schedule_is_added_and_logged() {
    let dir = home();
    let done = create(dir.path(), "photos;16:07;p").expect("this is a schedule");
    assert_eq!(done.logged, "New schedule added: photos;16:07;p");
    assert_eq!(done.output, "", "create prints nothing on standard output");
    let file = fs::read_to_string(dir.path().join("backup_schedules.txt")).unwrap();
    assert_eq!(file, "photos;16:07;p\n", "the schedules file has the line");
}

#[test]
fn malformed_schedule_is_an_error_and_makes_no_file() {
    let dir = home();
    for (line, advice) in [
        ("test;", "expected path;hh:mm;name"),
        ("test", "put the schedule in quotes: \"path;hh:mm;name\""),
    ] {
        let failure = create(dir.path(), line).expect_err(line);
        assert_eq!(failure.what, format!("malformed schedule: {line}"));
        assert_eq!(failure.advice, advice, "for {line}");
        let file = dir.path().join("backup_schedules.txt");
        assert!(!file.exists(), "{line} must not be written");
    }
}

/// It may be right, or be so tomorrow, so it is added; but a mistake is more likely.
#[test]
fn unusual_schedule_gets_a_warning() {
    let dir = home();
    for (line, expected) in [
        ("photos;16:07;p", ""),
        ("photos;20:00;p", ""),
        (
            "notes;16:08;p",
            "notes;16:08;p and photos;16:07;p replace each other's archive",
        ),
        (
            "photos;16:07;p.tar",
            "the archive will be backups/p.tar.tar: .tar is added to the name",
        ),
        ("/no/photos;16:07;b", "/no/photos does not exist"),
        (
            "~/photos;16:07;c",
            "~/photos does not exist: inside quotes the shell does not replace ~, so write the whole path",
        ),
        (
            "C:\\Users;16:07;d",
            "C:\\Users does not exist: it looks like a Windows path, which is /mnt/c/... in WSL",
        ),
    ] {
        let done = create(dir.path(), line).expect("this is a schedule");
        assert_eq!(done.warnings.join("\n"), expected, "the warning for {line}");
    }
}

#[test]
fn schedules_file_that_cannot_be_written_is_an_error() {
    let dir = home();
    fs::create_dir(dir.path().join("backup_schedules.txt")).unwrap();
    let failure = create(dir.path(), "photos;16:07;p").expect_err("a directory is in the way");
    assert_eq!(failure.what, "can't write backup_schedules.txt");
}
