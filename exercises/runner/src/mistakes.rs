//! The known mistakes: plausible wrong solutions in `mistakes/`.
//!
//! The comment at the top of each file says which test catches it, what the mistake is, which other
//! tests it fails, and a question that leads to the fault:
//!
//! ```text
//! //! Caught by `line_starts_with_the_time`: the month comes before the day.
//! //! Also fails: `seconds_are_cut_off`, `line_ends_with_a_newline`.
//! //! Sometimes fails: `threads_share_a_log`.
//! //! Question: which letters does `strftime` use for the day and the month?
//! ```

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::report::{Report, Status};
use crate::source;
use crate::task::Task;

/// A known mistake.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Its file.
    pub file: PathBuf,
    /// The one test that it is about.
    pub caught_by: String,
    /// A description of the mistake.
    pub what: String,
    /// The other tests that it fails.
    pub also_fails: BTreeSet<String>,
    /// The tests that it fails only on some runs, by chance.
    pub sometimes_fails: BTreeSet<String>,
    /// A question that leads to the fault.
    pub question: String,
}

impl Mistake {
    /// Reads the comment at the top of `file`.
    pub fn read(file: &Path) -> Mistake {
        Mistake::parse(file, &source::read(file))
    }

    fn parse(file: &Path, text: &str) -> Mistake {
        let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
        let comment: Vec<_> = lines.map(str::trim).collect();
        let comment = comment.join(" ");
        let (comment, question) = comment.split_once(" Question: ").unwrap_or((&comment, ""));
        let (comment, sometimes) = comment
            .split_once(" Sometimes fails: ")
            .unwrap_or((comment, ""));
        let (comment, also) = comment.split_once(" Also fails: ").unwrap_or((comment, ""));
        let (caught_by, what) = comment.split_once("`: ").unwrap_or((comment, ""));
        let caught_by = caught_by.strip_prefix("Caught by `").unwrap_or_default();
        Mistake {
            file: file.to_owned(),
            caught_by: caught_by.to_owned(),
            what: what.trim_end_matches('.').to_owned(),
            also_fails: source::quoted(also).map(str::to_owned).collect(),
            sometimes_fails: source::quoted(sometimes).map(str::to_owned).collect(),
            question: question.to_owned(),
        }
    }

    /// The mistakes of a task.
    pub fn all(task: &Task) -> Vec<Mistake> {
        task.mistakes()
            .iter()
            .map(|file| Mistake::read(file))
            .collect()
    }

    /// Whether `failing` is what it fails: all that it always fails, and nothing that it never does.
    pub fn explains(&self, failing: &BTreeSet<String>) -> bool {
        let always = self.fails();
        failing.is_superset(&always)
            && failing
                .difference(&always)
                .all(|test| self.sometimes_fails.contains(test))
    }

    /// Every test that it always fails.
    pub fn fails(&self) -> BTreeSet<String> {
        let mut fails = self.also_fails.clone();
        fails.insert(self.caught_by.clone());
        fails
    }

    /// `text`, the content of its file, with `fails` as the tests that it fails.
    pub fn with_failing(&self, text: &str, fails: &BTreeSet<String>) -> String {
        let end = text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .count();
        let rest: Vec<_> = text.lines().skip(end).collect();
        let mut lines = vec![format!(
            "//! Caught by `{}`: {}.",
            self.caught_by, self.what
        )];
        let is_other =
            |test: &&String| **test != self.caught_by && !self.sometimes_fails.contains(*test);
        let others = fails.iter().filter(is_other);
        let others: Vec<_> = others.map(|test| format!("`{test}`")).collect();
        if !others.is_empty() {
            lines.extend(wrapped(&format!("Also fails: {}.", others.join(", "))));
        }
        if !self.sometimes_fails.is_empty() {
            let tests: Vec<_> = self
                .sometimes_fails
                .iter()
                .map(|test| format!("`{test}`"))
                .collect();
            lines.extend(wrapped(&format!("Sometimes fails: {}.", tests.join(", "))));
        }
        if !self.question.is_empty() {
            lines.extend(wrapped(&format!("Question: {}", self.question)));
        }
        lines.extend(rest.iter().map(|line| (*line).to_owned()));
        lines.join("\n") + "\n"
    }
}

/// The width of a line of comment.
const WIDTH: usize = 100;

/// `text` as lines of comment.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec!["//!".to_owned()];
    for word in text.split_whitespace() {
        let is_full = lines
            .last()
            .is_some_and(|line| line.len() + 1 + word.len() > WIDTH);
        if is_full {
            lines.push("//!".to_owned());
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines
}

/// The last part of a test's name, without its modules.
pub fn short(name: &str) -> &str {
    name.rsplit("::").next().unwrap_or(name)
}

/// The failing tests of a report, without their modules.
pub fn failing(report: &Report) -> BTreeSet<String> {
    report
        .failed()
        .map(|result| short(&result.name).to_owned())
        .collect()
}

/// How many mistakes may fail the same tests: more would not help a learner.
pub const MAX_SAME: usize = 3;

/// The probable mistakes: those known mistakes that fail the same tests, each with its
/// question. Nothing while a `todo!()` is left.
pub fn diagnosis(task: &Task, report: &Report) -> Option<String> {
    let failing = failing(report);
    if failing.is_empty() || report.results.iter().any(|its| its.status == Status::Todo) {
        return None;
    }
    let all = Mistake::all(task).into_iter();
    let same: Vec<_> = all.filter(|mistake| mistake.explains(&failing)).collect();
    match &same[..] {
        [] => None,
        [one] => Some(format!(
            "A known mistake fails the same tests: {}",
            describe(one)
        )),
        some => {
            let lines: Vec<_> = some
                .iter()
                .map(|its| format!("  - {}", describe(its)))
                .collect();
            Some(format!(
                "Known mistakes that fail the same tests:\n{}",
                lines.join("\n")
            ))
        }
    }
}

fn describe(mistake: &Mistake) -> String {
    format!("{}.\n    Think about: {}", mistake.what, mistake.question)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::TestResult;

    const TEXT: &str = "//! Caught by `one`: the month comes first.\n\
        //! Also fails: `two`,\n//! `three`.\n//! Sometimes fails: `four`.\n//! Question: which letter is the day?\n\nfn x() {}\n";

    #[test]
    fn comment_of_a_mistake_is_read_and_written() {
        let mistake = Mistake::parse(Path::new("x.rs"), TEXT);
        assert_eq!(mistake.what, "the month comes first");
        assert_eq!(mistake.question, "which letter is the day?");
        let fails = mistake.fails();
        assert_eq!(fails, ["one", "three", "two"].map(str::to_owned).into());
        let mut all = fails.clone();
        all.insert("four".to_owned());
        assert!(mistake.explains(&fails) && mistake.explains(&all));
        all.remove("two");
        assert!(!mistake.explains(&all), "`two` should always fail");
        let written = mistake.with_failing(TEXT, &fails);
        assert_eq!(Mistake::parse(Path::new("x.rs"), &written), mistake);
        assert!(
            written.ends_with("?\n\nfn x() {}\n"),
            "the code should stay: {written}"
        );
        let alone = mistake.with_failing(TEXT, &["one".to_owned()].into());
        assert!(!alone.contains("Also fails"), "{alone}");
    }

    #[test]
    fn names_of_tests_have_no_modules() {
        let result = |name: &str, status| TestResult {
            name: name.to_owned(),
            status,
            output: String::new(),
            errors: String::new(),
        };
        let report = Report {
            results: vec![
                result("t1::a", Status::Failed),
                result("t1::b", Status::Passed),
            ],
            left_running: 0,
        };
        assert_eq!(failing(&report), ["a".to_owned()].into());
    }
}
