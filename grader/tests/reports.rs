//! The outputs of a grading: card, JSON, the table of a class, the audit sheet, and errors.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A copy of the right solution in Python, changed by `change`.
fn solution(dir: &Path, name: &str, change: impl Fn(String) -> String) -> PathBuf {
    let solution = dir.join(name);
    fs::create_dir_all(&solution).unwrap();
    let reference =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/submissions/reference");
    for name in ["backup_manager.py", "backup_service.py"] {
        let text = fs::read_to_string(reference.join(name)).unwrap();
        fs::write(solution.join(name), change(text)).unwrap();
    }
    solution
}

fn grade(arguments: &[&str], dirs: &[&Path]) -> Output {
    let mut grade = Command::new(env!("CARGO_BIN_EXE_grade"));
    grade.args(arguments).args(dirs).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The solution lists from 1.
fn list_from_one(text: String) -> String {
    text.replace(".splitlines()):", ".splitlines(), 1):")
}

#[test]
fn card_begins_with_the_sentence_to_fix_first() {
    let dir = TempDir::new().unwrap();
    let wrong = solution(dir.path(), "wrong", list_from_one);
    let graded = grade(&["--only", "list"], &[&wrong]);
    let card = text(&graded.stdout);
    assert!(
        card.starts_with("Fix first: list shows each schedule"),
        "the card should begin with what to fix:\n{card}"
    );
    assert!(
        card.contains("EXPECTED") && card.contains("| 1: one;16:07;red"),
        "it should show expected beside actual:\n{card}"
    );
    assert_eq!(graded.status.code(), Some(1), "the exercise does not pass");
}

#[test]
fn json_has_points_for_each_sentence() {
    let dir = TempDir::new().unwrap();
    let right = solution(dir.path(), "right", |text| text);
    let graded = grade(
        &[
            "--json",
            "--only",
            "list does not change backup_schedules.txt",
        ],
        &[&right],
    );
    let json = text(&graded.stdout);
    for part in [
        "\"passed\": 1",
        "\"points\": 1, \"of\": 1",
        "\"fix_first\": null",
    ] {
        assert!(json.contains(part), "there should be {part}:\n{json}");
    }
}

#[test]
fn class_is_a_table_of_sentences_by_students() {
    let dir = TempDir::new().unwrap();
    let ann = solution(dir.path(), "ann", |text| text);
    let ben = solution(dir.path(), "ben", list_from_one);
    let empty = dir.path().join("eve");
    fs::create_dir(&empty).unwrap();
    let graded = grade(&["--only", "list"], &[&ann, &ben, &empty]);
    let table = text(&graded.stdout);
    for part in [
        "| sentence | ann | ben |",
        "counted from 0 |  | fail |",
        "Not graded: eve: ",
        "- docs/walk/04_schedules_file.md: 1 of 2 (ben)",
    ] {
        assert!(table.contains(part), "there should be {part}:\n{table}");
    }
}

#[test]
fn audit_sheet_has_commands_and_verdicts() {
    let dir = TempDir::new().unwrap();
    let right = solution(dir.path(), "right", |text| text);
    let sheet = dir.path().join("audit.md");
    let sheet_name = sheet.to_str().unwrap();
    grade(&["--audit", sheet_name, "--only", "list shows"], &[&right]);
    let sheet = fs::read_to_string(sheet).unwrap();
    for part in [
        "- [x] list shows",
        "$ backup_manager list\n  0: one;16:07;red",
    ] {
        assert!(sheet.contains(part), "there should be {part}:\n{sheet}");
    }
}

#[test]
fn programs_that_are_not_executable_are_named_with_the_remedy() {
    let dir = TempDir::new().unwrap();
    for name in ["backup_manager", "backup_service"] {
        fs::write(dir.path().join(name), "#!/bin/sh\n").unwrap();
    }
    let graded = grade(&[], &[dir.path()]);
    let why = text(&graded.stderr);
    assert!(
        why.contains("run chmod +x"),
        "it should say what to do: {why}"
    );
    assert_eq!(graded.status.code(), Some(2), "nothing was graded");
}

/// The check makes a directory of that name.
#[test]
fn solution_may_hold_a_file_called_test() {
    let dir = TempDir::new().unwrap();
    let right = solution(dir.path(), "right", |text| text);
    fs::write(right.join("test"), "a file").unwrap();
    let graded = grade(&["--only", "all schedules for the same"], &[&right]);
    let card = text(&graded.stdout);
    assert!(graded.status.success(), "it should pass:\n{card}");
}

/// Each step that follows would fail as well.
#[test]
fn start_that_ends_in_a_traceback_is_one_failure() {
    let dir = TempDir::new().unwrap();
    let wrong = solution(dir.path(), "wrong", |text| {
        text.replace("def start():", "def start():\n    no_such_name")
    });
    let graded = grade(
        &[
            "--only",
            "start returns",
            "--only",
            "all schedules for the same",
        ],
        &[&wrong],
    );
    let card = text(&graded.stdout);
    assert!(
        card.contains("not reached  all schedules") && card.contains("NameError"),
        "the card should show the traceback, and only start should fail:\n{card}"
    );
    assert!(
        card.contains("fail         start returns"),
        "start should fail:\n{card}"
    );
}

/// Otherwise a misspelled sentence would pass.
#[test]
fn text_in_no_sentence_is_an_error() {
    let dir = TempDir::new().unwrap();
    let right = solution(dir.path(), "right", |text| text);
    let graded = grade(&["--only", "list shows", "--only", "lits"], &[&right]);
    assert_eq!(graded.status.code(), Some(2), "nothing can be graded");
    let said = text(&graded.stderr);
    assert!(
        said.contains("no sentence contains \"lits\""),
        "the text should be named: {said}"
    );
}
