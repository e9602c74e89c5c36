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
    "a name does not lead out of ./backups",
    "what was typed does not forge a line of the log",
    "the last good archive stays when the service is killed while it saves",
    "a backup of the directory itself leaves ./backups out",
    "nothing is saved twice in its minute",
    "$(backup_manager start) returns",
    "an error is told in the exit status",
];

/// What the Rust page fails as well: the `tar` crate follows links, Python's `tarfile` keeps them.
const FAILS_IN_RUST: &[&str] = &["a link is saved as a link"];

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
    let failed: BTreeSet<&str> = sentences
        .iter()
        .filter(|line| field(line, "result") != Some("pass"))
        .filter_map(|line| field(line, "sentence"))
        .filter(|sentence| !RACES.contains(sentence))
        .collect();
    let expected: BTreeSet<&str> = expected.concat().into_iter().collect();
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
    fails_exactly(&project().join("examples/python"), &[FAILS]);
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
