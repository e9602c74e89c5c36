//! The first failure in plain words: its name, the expected value and yours, and where.

use std::fmt::Write;

use crate::error::Error;
use crate::mistakes;
use crate::output::{bold, green, red, say};
use crate::panic::Panic;
use crate::progress::{self, Progress};
use crate::report::{Outcome, Report, Status, TestResult};
use crate::task::Task;
use crate::testing;

/// Tests `task` and explains the result. Returns whether the tests passed.
///
/// # Errors
/// If the tests cannot be run.
pub fn run(task: &Task, filter: Option<&str>) -> Result<bool, Error> {
    // An editor may be replacing the file just now: that must not end `--watch`.
    if let Some(missing) = task.missing_file() {
        say!("{}", red(&missing));
        return Ok(false);
    }
    eprintln!("Testing {} ...", task.title());
    let run = testing::test(task, filter)?;
    let passed = match &run.outcome {
        Outcome::DoesNotCompile(message) => {
            say!(
                "\n{}\n\n{}\n",
                red("Your code does not compile."),
                compiler_error(message)
            );
            false
        }
        Outcome::Tested(report) => {
            tested(task, report, filter.is_some());
            report.is_green()
        }
        Outcome::Graded { card, passed } => {
            say!("{card}");
            *passed
        }
    };
    let number = task.number;
    if filter.is_some() {
        say!("Only tests with a matching name were run. All tests: cargo ex {number}");
    } else if Progress::after(task, &run) == Progress::Done {
        if let Some(reference) = task.reference() {
            say!("Compare with the reference: {}", reference.display());
        }
        say!("Next: cargo ex");
    } else {
        say!("Again: cargo ex {number}   A hint: cargo ex hint {number}");
    }
    Ok(passed)
}

/// The compiler's first error, with advice.
pub fn compiler_error(message: &str) -> String {
    let place = message
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("--> "));
    let advice = match place {
        _ if message.contains("valid UTF-8") => {
            "The file is not saved as UTF-8. Choose that encoding in your editor, and save it again."
        }
        Some(place) if place.starts_with("tests/") => {
            "The tests cannot use your module. Keep the names, parameters and return types of the\n\
             stub's functions."
        }
        Some(place) if place.starts_with("src/") => {
            "The error is in src, not in your file. `git diff src` shows what was changed there."
        }
        Some(_) => "The first error:",
        None => "The compiler says:",
    };
    format!("{advice}\n\n{}", shorten(message))
}

fn tested(task: &Task, report: &Report, is_filtered: bool) {
    let (passed, all) = (report.passed(), report.results.len());
    if report.is_green() && is_filtered {
        say!("\n{}\n", green(&format!("{passed} of {all} tests pass.")));
    } else if report.is_green() {
        say!("\n{}\n", green(&format!("Done: all {all} tests pass.")));
    } else {
        say!("\n{}\n", red(&format!("{passed} of {all} tests pass.")));
    }
    if let Some(first) = report.failed().next() {
        say!("First failing test: {}", bold(&first.name));
        say!("{}", failure(task, first));
        list_failed(report);
    }
    if let Some(diagnosis) = mistakes::diagnosis(task, report).filter(|_| !is_filtered) {
        say!("{diagnosis}\n");
    }
    if report.left_running > 0 {
        let count = report.left_running;
        say!("The tests left {count} process(es) running. They have been killed.\n");
    }
}

/// How many failing tests to list by name.
const MAX_LISTED: usize = 8;

fn list_failed(report: &Report) {
    let others: Vec<_> = report.failed().skip(1).collect();
    if others.is_empty() {
        return;
    }
    say!("Also failing:");
    for result in others.iter().take(MAX_LISTED) {
        say!("  {}", result.name);
    }
    if others.len() > MAX_LISTED {
        say!("  and {} more", others.len() - MAX_LISTED);
    }
    say!("");
}

/// Prints the claim of a failing test, the expected and the actual value, and the place.
pub fn failure(task: &Task, result: &TestResult) -> String {
    let mut text = String::new();
    let tests = task.tests();
    let test = tests.iter().find(|test| result.name.ends_with(&test.path));
    if let Some(test) = test.filter(|test| !test.about.is_empty()) {
        let _ = writeln!(text, "  {}", test.about);
    }
    let panic = Panic::first(&result.errors);
    text.push('\n');
    match (&result.status, &panic) {
        (Status::CutShort(why), _) => {
            let _ = writeln!(text, "The test did not run to its end: {why}");
            let _ = write!(text, "{}", printed("It printed last:", &result.errors));
        }
        (_, Some(panic)) => text.push_str(&in_plain_words(panic)),
        (_, None) => text.push_str("It failed without a message.\n"),
    }
    text.push_str(&printed("It printed:", &result.output));
    if let Some(panic) = &panic {
        let _ = write!(text, "\nWhere: {}", panic.line());
    }
    if let Some(test) = test {
        let _ = write!(text, "\nThe test: {}:{}", test.file.display(), test.line);
    }
    text.push('\n');
    text
}

/// `text` below `heading`, if there is any.
fn printed(heading: &str, text: &str) -> String {
    match text.trim() {
        "" => String::new(),
        text => format!("\n{heading}\n{}\n", indent(&shorten(text))),
    }
}

/// The beginning of the message of an `assert_ne!` with a claim.
const EQUAL: &str = "assertion `left != right` failed: ";

/// The meaning of a panic.
fn in_plain_words(panic: &Panic) -> String {
    let message = shorten(&panic.message);
    let is_test = panic.place.starts_with("tests/");
    if panic.is_todo() {
        format!("Your code reached a `todo!()`: {}\n", panic.message)
    } else if let Some(values) = panic.comparison() {
        let claim = match values.claim {
            "" => "assert_eq! failed (left: yours, right: expected):".to_owned(),
            claim => shorten(claim),
        };
        let (expected, yours) = (shorten(values.right), shorten(values.left));
        format!("{claim}\n  expected (right): {expected}\n  yours (left):     {yours}\n")
    } else if let Some(claim) = panic.message.strip_prefix(EQUAL) {
        format!("{}\n", shorten(claim))
    } else if let Some(call) = message.strip_suffix(": No matching expectation found") {
        format!("Your code made a call that the test forbids:\n  {call}\n")
    } else if message.contains(" which is fewer than expected ") {
        format!("The test expects a call that your code did not make:\n  {message}\n")
    } else if message.contains(" which is more than the expected ") {
        format!("Your code made a call more often than the test allows:\n  {message}\n")
    } else if !is_test {
        format!("A panic. Where your code can fail, let it return an error:\n  {message}\n")
    } else if let Some((_, value)) = message.split_once("_err()` on an `Ok` value: ") {
        format!("Expected an error; your code returned this value:\n  {value}\n")
    } else if let Some((_, error)) = message.split_once("()` on an `Err` value: ") {
        format!("Expected success; your code returned this error:\n  {error}\n")
    } else if message.ends_with("on a `None` value") {
        "Expected a value; your code returned `None`.\n".to_owned()
    } else {
        format!("{message}\n")
    }
}

fn indent(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}

/// How many lines to show of the beginning of a long text, and how many of its end.
const SHOWN: usize = 20;

/// How many characters to show of a long line.
const MAX_WIDTH: usize = 1000;

/// `text` if it is short; otherwise its beginning and its end.
pub fn shorten(text: &str) -> String {
    let cut = |line: &str| match line.char_indices().nth(MAX_WIDTH) {
        Some((end, _)) => format!("{} ... ({} bytes)", &line[..end], line.len()),
        None => line.to_owned(),
    };
    let mut shown: Vec<String> = text.lines().map(cut).collect();
    let left_out = shown.len().saturating_sub(2 * SHOWN);
    if left_out > 0 {
        shown.splice(
            SHOWN..SHOWN + left_out,
            [format!("... {left_out} lines ...")],
        );
    }
    shown.join("\n")
}

/// Prints where the reference of `task` is, if the task is done or `spoil` is set. Returns whether
/// it did.
///
/// # Errors
/// If the task has no reference, or the tests cannot be run.
pub fn solution(task: &Task, spoil: bool) -> Result<bool, Error> {
    let reference = task.reference().filter(|reference| reference.exists());
    let reference = reference
        .filter(|_| task.stub().is_some())
        .ok_or(Error::OnlyForStubs)?;
    let number = task.number;
    if !spoil && progress::of(task)? != Progress::Done {
        say!(
            "{} is not done yet. A hint: cargo ex hint {number}",
            task.title()
        );
        say!("To see the solution anyway: cargo ex solution {number} --spoil");
        return Ok(false);
    }
    say!("{}", reference.display());
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_shown_by_its_beginning_and_its_end() {
        assert_eq!(shorten("one\ntwo"), "one\ntwo");
        let lines: Vec<_> = (1..=100).map(|number| number.to_string()).collect();
        let shown = shorten(&lines.join("\n"));
        assert_eq!(shown.lines().count(), 2 * SHOWN + 1);
        assert!(shown.starts_with("1\n") && shown.ends_with("\n100"));
        assert!(shown.contains("\n20\n... 60 lines ...\n81\n"));
        let wide = shorten(&"\u{e9}".repeat(3000));
        assert!(wide.ends_with("... (6000 bytes)") && wide.len() < 2100);
    }

    #[test]
    fn failure_is_told_in_plain_words() {
        let cases = [
            (
                "not yet implemented: task 03: x",
                "reached a `todo!()`: not yet",
            ),
            (
                "assertion `left == right` failed\n  left: 1\n right: 2",
                "expected (right): 2\n  yours (left):     1",
            ),
            (
                "assertion `left == right` failed: why\n  left: 1\n right: 2",
                "why\n  expected",
            ),
            (
                "called `Result::unwrap_err()` on an `Ok` value: 7",
                "Expected an error; your code returned this value:\n  7",
            ),
            (
                "called `Result::unwrap()` on an `Err` value: no",
                "Expected success; your code returned this error:\n  no",
            ),
            (
                "called `Option::unwrap()` on a `None` value",
                "Expected a value",
            ),
            (
                "assertion `left == right` failed: the list\n  left: 1\n right: 2",
                "the list\n  expected",
            ),
            (
                "assertion `left != right` failed: a new file\n  left: 1\n right: 1",
                "a new file\n",
            ),
            (
                "MockArchiver::back_up(x): No matching expectation found",
                "a call that the test forbids:\n  MockArchiver::back_up(x)\n",
            ),
            (
                "MockArchiver::back_up: Expectation(<function>) called 0 time(s) which is fewer than \
                 expected 1",
                "expects a call that your code did not make",
            ),
            (
                "MockArchiver::back_up: Expectation(<function>) called 2 times which is more than \
                 the expected 1",
                "more often than the test allows",
            ),
            ("the day comes first", "the day comes first\n"),
        ];
        for (message, expected) in cases {
            let place = "tests/suites/x.rs:1:1".to_owned();
            let words = in_plain_words(&Panic {
                place,
                message: message.to_owned(),
            });
            assert!(words.contains(expected), "{message:?} is told as {words:?}");
        }
        let place = "exercises/03_schedule/schedule.rs:1:1".to_owned();
        let words = in_plain_words(&Panic {
            place,
            message: "index out of bounds".to_owned(),
        });
        assert!(words.starts_with("A panic."), "{words}");
    }
}
