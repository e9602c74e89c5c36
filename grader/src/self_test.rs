//! Tests the grader: a right solution must pass all of the exercise, and a wrong one must fail the
//! sentences that it names. They are in `tests/fixtures/submissions`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::check::{Failure, Verdict};
use crate::cli::OwnOptions;
use crate::grading::{Question, ask_all};
use crate::isolated;
use crate::report::{is_asked, word};
use crate::sandbox::{self, Limits};
use crate::session::{Asked, sentences_for};
use crate::submission::Submission;

/// A solution, and the sentences that it must fail: none if it is right.
struct Case {
    name: String,
    submission: Submission,
    fails: Vec<String>,
}

/// A change of the reference solution, before it is made.
struct Change {
    name: String,
    /// The script for `sed`, with comments that name the sentences.
    script: String,
}

/// Asks all solutions, and prints which verdicts are not as expected.
pub fn run(options: &OwnOptions, fixtures: &Path, root: &Path) -> bool {
    println!(
        "\nThe grader itself: wrong solutions fail the sentences that they name, right ones pass"
    );
    let cases = cases(fixtures, root);
    let asked: Vec<Vec<Asked>> = cases.iter().map(|case| case.asked(options)).collect();
    let questions: Vec<_> = cases
        .iter()
        .zip(&asked)
        .flat_map(|(case, asked)| {
            let submission = &case.submission;
            asked
                .iter()
                .map(move |&(_, check)| Question { submission, check })
        })
        .collect();
    let mut verdicts = ask_all(&questions, root, |_| ()).into_iter();
    let mut is_good = true;
    for (case, asked) in cases.iter().zip(&asked) {
        let verdicts: Vec<_> = verdicts
            .by_ref()
            .take(asked.len())
            .map(|reply| reply.0)
            .collect();
        is_good &= case.report(asked, &verdicts, options);
    }
    is_good
}

impl Case {
    /// A wrong solution is asked what it must fail; a right one all of the exercise.
    fn asked(&self, options: &OwnOptions) -> Vec<Asked> {
        sentences_for(&options.words, |part, check| {
            if self.fails.is_empty() {
                !part.is_beyond
            } else {
                options.all || self.fails.iter().any(|title| title == check.title)
            }
        })
    }

    /// Prints what is not as it must be.
    fn report(&self, asked: &[Asked], verdicts: &[Verdict], options: &OwnOptions) -> bool {
        let mut unexpected = Vec::new();
        let titles = || asked.iter().map(|(_, check)| check.title);
        if options.words.is_empty() {
            let unknown = self
                .fails
                .iter()
                .filter(|title| !titles().any(|it| it == *title));
            unexpected.extend(unknown.map(|title| format!("there is no sentence: {title}")));
        }
        let mut others = Vec::new();
        for (title, verdict) in titles().zip(verdicts) {
            let must_fail = self.fails.iter().any(|it| it == title);
            let has_failed = matches!(verdict, Err(Failure::Fail { .. }));
            if !is_asked(verdict) {
                continue;
            }
            if must_fail && !has_failed {
                unexpected.push(format!("should fail: {title}: {verdict:?}"));
            } else if self.fails.is_empty() && verdict.is_err() {
                unexpected.push(format!("should pass: {title}: {verdict:?}"));
            } else if !must_fail && verdict.is_err() {
                others.push(format!("also {}: {title}", word(verdict)));
            }
        }
        let is_good = unexpected.is_empty();
        println!(
            "  {}  {}",
            if is_good { "ok        " } else { "UNEXPECTED" },
            self.name
        );
        for line in unexpected.iter().chain(&others) {
            println!("      {line}");
        }
        is_good
    }
}

/// All cases, their files below `root`. Solutions that harm whatever runs beside them are left out
/// where the machine has no process namespaces.
fn cases(fixtures: &Path, root: &Path) -> Vec<Case> {
    let reference = fixtures.join("reference");
    let mut cases = vec![case("reference", &reference, String::new(), root)];
    for path in ["wrong", "right"]
        .iter()
        .flat_map(|kind| files(&fixtures.join(kind)))
    {
        if path.is_dir() {
            let text =
                ["backup_manager.py", "backup_service.py"].map(|name| read(&path.join(name)));
            cases.push(case(&name(&path), &path, text.concat(), root));
        }
    }
    let can_hide = isolated::namespace().is_some();
    for change in changes(fixtures) {
        if can_hide || !change.script.contains("\n# Harms others") {
            let dir = apply(&change, &reference, root);
            cases.push(case(&change.name, &dir, change.script, root));
        }
    }
    cases
}

/// The solution in `dir`; `text` names the sentences that it must fail.
fn case(name: &str, dir: &Path, text: String, root: &Path) -> Case {
    let files = root.join("cases").join(name);
    let titles = text
        .lines()
        .filter_map(|line| line.strip_prefix("# Fails: "));
    Case {
        name: name.to_owned(),
        submission: Submission::find(dir, &files).expect("a fixture is a solution"),
        fails: titles.map(|title| title.trim().to_owned()).collect(),
    }
}

/// The changes in `wrong/*.sed`, `right/*.sed`, and in the table `changes.md`.
fn changes(fixtures: &Path) -> Vec<Change> {
    let mut changes = Vec::new();
    for path in ["wrong", "right"]
        .iter()
        .flat_map(|kind| files(&fixtures.join(kind)))
    {
        if path.extension().is_some_and(|its| its == "sed") {
            let script = read(&path);
            changes.push(Change {
                name: name(&path),
                script,
            });
        }
    }
    let table = read(&fixtures.join("changes.md"));
    for row in table.lines().filter(|row| row.starts_with("| ")).skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [change, script, fails] = cells[..] else {
            panic!("changes.md has three columns: {row}");
        };
        let script = script.trim_matches('`').replace("` `", "\n");
        let script = format!("{script}\n# Fails: {fails}\n");
        changes.push(Change {
            name: change.to_owned(),
            script,
        });
    }
    changes
}

/// Makes a changed copy of the reference solution.
fn apply(change: &Change, reference: &Path, root: &Path) -> PathBuf {
    let dir = root.join("changed").join(&change.name);
    fs::create_dir_all(&dir).expect("a directory can be made");
    let script = dir.with_extension("sed");
    fs::write(&script, &change.script).expect("a file can be written");
    let mut is_changed = false;
    for name in ["backup_manager.py", "backup_service.py"] {
        let mut sed = Command::new("sed");
        sed.arg("-f").arg(&script).arg(reference.join(name));
        let output = sandbox::run(
            &mut sed,
            &Limits {
                output: 1 << 20,
                ..Limits::time(Duration::from_secs(20))
            },
        );
        let output = output.expect("there is sed");
        assert!(output.is_success(), "{}: {}", change.name, output.stderr);
        is_changed |= output.stdout != read(&reference.join(name));
        fs::write(dir.join(name), output.stdout).expect("a file can be written");
    }
    assert!(is_changed, "{} changes nothing", change.name);
    dir
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("it is there");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}
