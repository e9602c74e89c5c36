//! The rules for `outcome.rs`.

use std::io::{self, ErrorKind};

use super::subject::{Done, Failure};

#[test]
fn failure_is_printed_with_its_advice() {
    for (failure, expected) in [
        (
            Failure::new("malformed schedule: test;", "expected path;hh:mm;name"),
            "malformed schedule: test; (expected path;hh:mm;name)",
        ),
        (
            Failure::new("two\nlines", "in a\nfile name"),
            "two\\nlines (in a\\nfile name)",
        ),
        (
            Failure::usage("unknown instruction", "expected one of\n  start\n  stop"),
            "unknown instruction; expected one of\n  start\n  stop",
        ),
    ] {
        assert_eq!(failure.to_string(), expected, "{failure:?} on the terminal");
    }
}

#[test]
fn wrong_command_line_has_exit_status_2() {
    assert_eq!(
        Failure::new("what", "why").status,
        1,
        "an instruction that failed"
    );
    assert_eq!(
        Failure::usage("what", "why").status,
        2,
        "a wrong command line"
    );
}

#[test]
fn missing_schedules_file_has_the_words_of_the_exercise() {
    for (kind, expected) in [
        (ErrorKind::NotFound, "can't find backup_schedules.txt"),
        (
            ErrorKind::PermissionDenied,
            "can't read backup_schedules.txt",
        ),
    ] {
        let actual = Failure::of_schedules_file("read", &io::Error::from(kind)).what;
        assert_eq!(actual, expected, "the file cannot be opened: {kind:?}");
    }
}

#[test]
fn success_prints_nothing_by_itself() {
    let done = Done::new("backup_service stopped");
    assert_eq!(done.logged, "backup_service stopped");
    assert_eq!(done.output, "", "nothing on standard output");
    assert_eq!(done.warnings, [""; 0], "nothing on standard error");
}
