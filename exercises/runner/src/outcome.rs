//! What the tests of an exercise came to.

/// One run of an exercise.
#[derive(Debug)]
pub enum Outcome {
    /// It does not compile: what the compiler said first.
    DoesNotCompile(String),
    /// Its tests ran.
    Tested(Report),
    /// The two programs of the last exercise were graded.
    Graded {
        /// Whether they do all that the specification asks.
        passed: bool,
        /// The grader's report card.
        card: String,
    },
}

/// A run of the tests.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The names of those that passed, without the modules they are in.
    pub passed: Vec<String>,
    /// Those that failed, in the order of their names.
    pub failed: Vec<Failed>,
    /// Why the run ended before its end, if it did.
    pub cut_short: Option<String>,
    /// What was printed last, if it did.
    pub last_words: String,
    /// How many processes were still running when it ended.
    pub left_running: usize,
}

/// A test that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// Its name, without the modules it is in.
    pub name: String,
    /// What it printed, the panic above all.
    pub said: String,
}

impl Report {
    /// Whether all tests passed.
    pub fn is_green(&self) -> bool {
        self.failed.is_empty() && self.cut_short.is_none() && !self.passed.is_empty()
    }

    /// Reads what Rust's test harness prints.
    pub fn read(output: &str) -> Report {
        let mut report = Report::default();
        let mut names = Vec::new();
        for line in output.lines() {
            // What a test's child printed may stand before it on the same line.
            let Some((_, test)) = line.split_once("test ") else {
                continue;
            };
            match test.split_once(" ... ") {
                Some((name, "ok")) => report.passed.push(last(name)),
                Some((name, "FAILED")) => names.push(name),
                _ => {}
            }
        }
        names.sort_unstable();
        for name in names {
            report.failed.push(Failed {
                name: last(name),
                said: said_by(name, output),
            });
        }
        if !output.contains("\ntest result: ") {
            report.last_words = last_words(output);
            let why = match report.last_words.as_str() {
                "" => "the tests ended without a word, as a call of `exit` does",
                _ => "the tests ended before their end",
            };
            report.cut_short = Some(why.to_owned());
        }
        report
    }
}

/// A test's name without `suite::` or the like, but with the modules inside the suite.
fn last(path: &str) -> String {
    let path = path.split_once("suite::").map_or(path, |(_, inner)| inner);
    path.to_owned()
}

/// How many lines of last words are told.
const LAST_WORDS: usize = 10;

/// The last lines of a run that was cut short, without the compiler's warnings, what the harness says
/// of each test and what cargo advises.
fn last_words(output: &str) -> String {
    let (_, output) = output
        .rsplit_once("\n     Running ")
        .and_then(|(_, run)| run.split_once('\n'))
        .unwrap_or(("", output));
    let is_news = |line: &&str| {
        let usual = ["running ", "test ", "error: test failed", "Caused by:"];
        !line.trim().is_empty() && !usual.iter().any(|its| line.starts_with(its))
    };
    let mut lines: Vec<_> = output
        .lines()
        .rev()
        .filter(is_news)
        .take(LAST_WORDS)
        .collect();
    lines.reverse();
    lines.join("\n")
}

/// The section of a test that failed.
fn said_by(name: &str, output: &str) -> String {
    let heading = format!("---- {name} stdout ----\n");
    let Some((_, rest)) = output.split_once(&heading) else {
        return String::new();
    };
    let end = rest.find("\n---- ").or(rest.find("\nfailures:\n"));
    rest[..end.unwrap_or(rest.len())]
        .lines()
        .filter(|line| !line.starts_with("note: run with `RUST_BACKTRACE"))
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "
running 3 tests
test suite::inner::two ... FAILED
noise test suite::one ... ok
test suite::three ... FAILED

failures:

---- suite::inner::two stdout ----

thread 'suite::inner::two' (7) panicked at exercises/x.rs:1:1:
not yet implemented: exercise 99
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

---- suite::three stdout ----

thread 'suite::three' (8) panicked at tests/y.rs:2:2:
no

failures:
    suite::inner::two
    suite::three

test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out
";

    #[test]
    fn the_harness_is_understood() {
        let report = Report::read(OUTPUT);
        assert_eq!(report.passed, ["one"]);
        let names: Vec<_> = report.failed.iter().map(|failed| &failed.name).collect();
        assert_eq!(names, ["inner::two", "three"]);
        assert_eq!(
            report.failed[0].said,
            "thread 'suite::inner::two' (7) panicked at exercises/x.rs:1:1:\n\
             not yet implemented: exercise 99"
        );
        assert_eq!(report.cut_short, None);
        assert!(!report.is_green());
    }

    #[test]
    fn a_run_that_was_cut_short_has_last_words() {
        let overflow = "
warning: unused variable: `x`
     Running exercises/99_x/check.rs (target/debug/deps/exercise_99-0)

running 2 tests
test suite::one ... ok

thread 'suite::two' (7) has overflowed its stack
error: test failed, to rerun pass `--test exercise_99`

Caused by:
  process didn't exit successfully: (signal: 6, SIGABRT: process abort signal)
";
        assert_eq!(
            Report::read(overflow).last_words,
            "thread 'suite::two' (7) has overflowed its stack\n  \
             process didn't exit successfully: (signal: 6, SIGABRT: process abort signal)"
        );
        assert_eq!(Report::read(OUTPUT).last_words, "");
    }

    #[test]
    fn a_run_without_its_last_line_was_cut_short() {
        let (begun, _) = OUTPUT.split_once("\nfailures:").unwrap();
        let report = Report::read(begun);
        assert!(report.cut_short.is_some());
        assert_eq!(report.failed[1].said, "");
        assert!(!Report::read("").is_green());
    }
}
