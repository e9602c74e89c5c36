//! The exercise on one page, `examples/`, graded: it does all that the exercise asks, and fails the
//! sentences beyond it that are named here. The chapters in `docs/walk` begin with these failures.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What both pages fail.
const FAILS: &[&str] = &[
    "create after a last line without an end does not glue the two",
    "creates and deletes at once lose nothing",
    "a delete on a full disk loses no schedule",
    "a byte-order mark costs no schedule",
    "a line that is not UTF-8 costs no other schedule",
    "a name does not lead out of ./backups",
    "a name that no file can have is not added",
    "what was typed cannot control the terminal that shows the log",
    "what was typed does not forge a line of the log",
    "a file that shrinks spoils no archive",
    "a backup of the directory itself leaves ./backups out",
    "the last good archive stays when the service is killed while it saves",
    "the last good archive stays when the disk is full",
    "archives can be read by their owner only",
    "a backup begins within ten seconds of its minute",
    "nothing is saved twice in its minute",
    "a minute in which the service was stopped is made up for",
    "02:30 is saved in the night that has no 02:30",
    "in the night that has 02:30 twice the second saves nothing",
    "an error that stays is logged once",
    "$(backup_manager start) returns",
    "the service goes on, and stops, after ./logs was removed",
    "an error is told in the exit status",
];

/// What the Rust page fails as well: the `tar` crate follows links, saves hard links twice, and takes
/// no times before 1970.
const FAILS_IN_RUST: &[&str] = &[
    "entries are in the order of their names",
    "a link is saved as a link",
    "a hard link is saved as a link",
    "a file from before 1970 spoils no archive",
];

/// What the Python page fails as well: Python starts, and then finds no program to run.
const FAILS_IN_PYTHON: &[&str] = &["start says when the service cannot be started"];

/// Passes or fails by chance: two programs race.
const RACES: &[&str] = &["of five starts at once one service comes"];

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The value of `"field": "..."` in a line of the report card.
fn field<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(&format!("\"{name}\": \""))?;
    rest.split('"').next()
}

/// Grades what is in `dir`: it must fail `expected`, and no other sentence.
fn fails_exactly(dir: &Path, expected: &[&[&str]]) {
    let mut grade = Command::new(project().join("scripts/grade.sh"));
    let graded = grade
        .args(["--beyond", "--json"])
        .arg(dir)
        .output()
        .unwrap();
    let card = String::from_utf8(graded.stdout).unwrap();
    let sentences: Vec<&str> = card
        .lines()
        .filter(|line| field(line, "sentence").is_some())
        .collect();
    assert!(
        sentences.len() > 60,
        "all sentences should be asked:\n{card}"
    );
    let has = |line: &&&str, result: &str| field(line, "result") == Some(result);
    // Without libfaketime some sentences cannot be asked.
    let not_asked = sentences.iter().filter(|line| has(line, "not asked"));
    let not_asked: Vec<&str> = not_asked
        .filter_map(|line| field(line, "sentence"))
        .collect();
    let failed: BTreeSet<&str> = sentences
        .iter()
        .filter(|line| !has(line, "pass") && !has(line, "not asked"))
        .filter_map(|line| field(line, "sentence"))
        .filter(|sentence| !RACES.contains(sentence))
        .collect();
    let expected: BTreeSet<&str> = expected.concat().into_iter().collect();
    let expected: BTreeSet<&str> = expected
        .into_iter()
        .filter(|it| !not_asked.contains(it))
        .collect();
    assert_eq!(
        failed, expected,
        "exactly these sentences should fail:\n{card}"
    );
    assert!(
        graded.status.success(),
        "the whole exercise should pass:\n{card}"
    );
}

#[test]
#[ignore = "slow: waits for the minute to turn"]
fn rust_page_fails_exactly_what_is_named() {
    fails_exactly(&support::one_page(), &[FAILS, FAILS_IN_RUST]);
}

#[test]
#[ignore = "slow: waits for the minute to turn"]
fn python_page_fails_exactly_what_is_named() {
    fails_exactly(
        &project().join("examples/python"),
        &[FAILS, FAILS_IN_PYTHON],
    );
}

#[test]
fn page_is_short() {
    let files = ["backup_manager.rs", "backup_service.rs"];
    let lines = files.map(|name| {
        let text = fs::read_to_string(project().join("examples").join(name)).unwrap();
        text.lines().count()
    });
    let sum: usize = lines.iter().sum();
    assert!(
        sum < 200,
        "both programs should have under 200 lines: {sum}"
    );
}
