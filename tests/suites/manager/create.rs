//! The rules for `manager/create.rs`.

use std::fs;

use tempfile::TempDir;

use super::subject::create;

/// A directory with one source, `photos`.
fn home() -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("photos")).unwrap();
    dir
}

/// The warnings of `create` with each line in turn, in one directory.
fn warnings(dir: &TempDir, line: &str) -> Vec<String> {
    create(dir.path(), line)
        .unwrap_or_else(|failure| panic!("{line} is a schedule, but: {failure}"))
        .warnings
}

#[test]
fn schedule_is_added_and_logged() {
    let dir = home();
    let done = create(dir.path(), "photos;16:07;p").expect("this is a schedule");
    assert_eq!(done.logged, "New schedule added: photos;16:07;p");
    assert_eq!(done.output, "", "create prints nothing on standard output");
    assert_eq!(done.warnings, [""; 0], "nothing is unusual here");
    let file = fs::read_to_string(dir.path().join("backup_schedules.txt")).unwrap();
    assert_eq!(file, "photos;16:07;p\n", "the schedules file has the line");
}

#[test]
fn malformed_schedule_is_an_error_and_makes_no_file() {
    for (line, expected) in [
        (
            "test;",
            "malformed schedule: test; (expected path;hh:mm;name)",
        ),
        (
            "test",
            "malformed schedule: test (put the schedule in quotes: \"path;hh:mm;name\")",
        ),
    ] {
        let dir = home();
        let actual = create(dir.path(), line).expect_err(line).to_string();
        assert_eq!(actual, expected, "the error for {line}");
        assert!(
            !dir.path().join("backup_schedules.txt").exists(),
            "{line} must not be written"
        );
    }
}

/// It may be there tomorrow, so it is added; but a mistake is more likely.
#[test]
fn path_that_does_not_exist_gets_a_warning() {
    let dir = home();
    for (line, expected) in [
        ("photo;16:07;a", "photo does not exist"),
        ("/no/photos;16:07;b", "/no/photos does not exist"),
        (
            "~/photos;16:07;c",
            "~/photos does not exist: inside quotes the shell does not replace ~",
        ),
        (
            "C:\\Users;16:07;d",
            "C:\\Users does not exist: it looks like a Windows path",
        ),
    ] {
        let actual = warnings(&dir, line);
        let [only] = &actual[..] else {
            panic!("one warning is expected for {line}, not {actual:?}");
        };
        assert!(only.starts_with(expected), "{line} | {expected} | {only}");
    }
}

#[test]
fn name_that_ends_in_tar_gets_a_warning() {
    assert_eq!(
        warnings(&home(), "photos;16:07;p.tar"),
        ["the archive will be backups/p.tar.tar: .tar is added to the name"]
    );
}

#[test]
fn another_path_with_the_same_name_gets_a_warning() {
    let dir = home();
    fs::create_dir(dir.path().join("notes")).unwrap();
    warnings(&dir, "photos;16:07;p");
    assert_eq!(
        warnings(&dir, "notes;16:08;p"),
        ["notes;16:08;p and photos;16:07;p replace each other's archive"]
    );
}

#[test]
fn same_path_and_name_at_another_time_gets_no_warning() {
    let dir = home();
    warnings(&dir, "photos;16:07;p");
    assert_eq!(warnings(&dir, "photos;20:00;p"), [""; 0]);
}

#[test]
fn schedules_file_that_cannot_be_written_is_an_error() {
    let dir = home();
    fs::create_dir(dir.path().join("backup_schedules.txt")).unwrap();
    let failure = create(dir.path(), "photos;16:07;p").expect_err("a directory is in the way");
    assert_eq!(failure.what, "can't write backup_schedules.txt");
}
