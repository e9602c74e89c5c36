//! The grader is graded: a right solution must pass, and each wrong one must fall short of the
//! sentences that it names, and of no other. They are in `tests/fixtures/subjects`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::check::{Check, Fault, Verdict};
use crate::grading::{PATIENCE, Question};
use crate::sandbox::run::run;
use crate::sentences;
use crate::subject::Subject;

/// A solution, and what becomes of it.
pub struct Case {
    /// Its name.
    pub name: String,
    /// The files.
    pub subject: Subject,
    /// The sentences that must catch it.
    falls: Vec<String>,
    /// Those that follow from that.
    follows: Vec<String>,
}

/// All cases, their files below `root`. Those that harm whatever runs beside them are left out
/// unless the machine `can_hide` processes.
pub fn cases(fixtures: &Path, root: &Path, can_hide: bool) -> Vec<Case> {
    let reference = fixtures.join("reference");
    let mut cases = vec![case(&reference, None, root)];
    for directory in ["wrong", "right"] {
        for script in files(&fixtures.join(directory)) {
            let text = fs::read_to_string(&script).expect("it can be read");
            if can_hide || !text.contains("\n# Harms others") {
                cases.push(case(&reference, Some((&script, &text)), root));
            }
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

/// The reference, changed by a script for `sed`.
fn case(reference: &Path, script: Option<(&Path, &str)>, root: &Path) -> Case {
    let (path, text) = script.unwrap_or((reference, ""));
    let name = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let [dir, installed] = ["made", "installed"].map(|kind| root.join(kind).join(&name));
    for dir in [&dir, &installed] {
        fs::create_dir_all(dir).expect("a directory can be made");
    }
    let mut changes = 0;
    for file in files(reference)
        .iter()
        .filter(|file| file.extension().is_some_and(|is| is == "py"))
    {
        let original = fs::read_to_string(file).expect("it can be read");
        let changed = if script.is_some() {
            let mut sed = Command::new("sed");
            let said = run(sed.arg("-f").arg(path).arg(file), PATIENCE).expect("there is sed");
            assert!(said.is_success(), "{name}: {}", said.err);
            said.out
        } else {
            original.clone()
        };
        changes += usize::from(changed != original);
        let file = dir.join(file.file_name().expect("it has a name"));
        fs::write(file, changed).expect("a file can be written");
    }
    assert!(changes > 0 || script.is_none(), "{name} changes nothing");
    let titles = |label: &str| {
        let lines = text.lines().filter_map(|line| line.strip_prefix(label));
        lines.map(|title| title.trim().to_owned()).collect()
    };
    Case {
        subject: Subject::find(&dir, &installed).expect("two scripts are there"),
        falls: titles("# Falls:"),
        follows: titles("# Follows:"),
        name,
    }
}

impl Case {
    /// Each of `checks`, asked of it.
    pub fn questions(&self, checks: &[&'static Check]) -> Vec<Question<'_>> {
        let question = |&check| Question {
            subject: &self.subject,
            check,
        };
        checks.iter().map(question).collect()
    }

    /// Whether this sentence is one that must catch it.
    fn is_named(&self, title: &str) -> bool {
        self.falls.iter().any(|named| named == title)
    }

    /// The titles that it must not pass.
    fn expected(&self) -> BTreeSet<&str> {
        self.falls
            .iter()
            .chain(&self.follows)
            .map(String::as_str)
            .collect()
    }

    /// What is not as it must be in the answers to `questions`.
    pub fn surprises(&self, questions: &[Question], verdicts: &[Verdict]) -> Vec<String> {
        let mut surprises = Vec::new();
        for title in self.expected() {
            if sentences::find(title).is_none() {
                surprises.push(format!("there is no sentence: {title}"));
            }
        }
        for (question, verdict) in questions.iter().zip(verdicts) {
            let title = question.check.title;
            let is_caught = matches!(verdict, Err(Fault::Short { .. }));
            if self.is_named(title) && !is_caught {
                surprises.push(format!("is not caught by: {title} ({verdict:?})"));
            } else if verdict.is_ok() == self.expected().contains(title) {
                surprises.push(format!(
                    "an answer that is not listed: {title}: {verdict:?}"
                ));
            }
        }
        surprises
    }
}
