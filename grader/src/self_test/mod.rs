//! Tests the grader: a right solution must pass all of the exercise, and a wrong one must fail the
//! sentences that it names. They are in `tests/fixtures/submissions`.

mod changes;

use std::fs;
use std::path::{Path, PathBuf};

use crate::check::{Failure, Verdict};
use crate::cli::OwnOptions;
use crate::grading::{Asked, Question, ask_all, sentences_for};
use crate::report::{is_asked, word};
use crate::sandbox::namespace;
use crate::submission::Submission;
use changes::changes;

/// A solution, and the sentences that it must fail: none if it is right.
struct Case {
    name: String,
    submission: Submission,
    fails: Vec<String>,
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
    fn new(name: String, dir: &Path, fails: Vec<String>, files: &Path) -> Case {
        let submission = Submission::find(dir, files).expect("a fixture is a solution");
        Case {
            name,
            submission,
            fails,
        }
    }

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
    let files_of = |index: usize| root.join("cases").join(index.to_string());
    let mut cases = vec![Case::new(
        "reference".to_owned(),
        &reference,
        Vec::new(),
        &files_of(0),
    )];
    for dir in files(&fixtures.join("right")) {
        let name = dir
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let files = files_of(cases.len());
        cases.push(Case::new(name, &dir, Vec::new(), &files));
    }
    let can_hide = namespace::arguments().is_some();
    for change in changes(&read(&fixtures.join("changes.md"))) {
        if can_hide || !change.name.contains("(harms others)") {
            let files = files_of(cases.len());
            let dir = files.with_extension("changed");
            change.apply(&reference, &dir);
            cases.push(Case::new(change.name, &dir, change.fails, &files));
        }
    }
    cases
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("it is there");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    files.sort();
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}
