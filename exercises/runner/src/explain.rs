//! The first failure, in plain words; then as the compiler or the test has it.

use crate::exercise::Exercise;
use crate::outcome::{Failed, Outcome, Report};
use crate::paint::{bold, green, red};
use crate::progress::Progress;
use crate::source::Test;
use crate::testing;

/// Tests `exercise` and explains what came of it; whether it is done.
pub fn run(exercise: &Exercise) -> Result<bool, String> {
    // An editor that is just replacing the file is no reason to end a `--watch`.
    if let Err(gone) = exercise.is_whole() {
        println!("{}", red(&gone));
        return Ok(false);
    }
    println!("Testing {} ...\n", exercise.title());
    let outcome = testing::test(exercise)?;
    let progress = Progress::after(exercise, &outcome);
    match &outcome {
        Outcome::DoesNotCompile(said) => does_not_compile(exercise, said),
        Outcome::Tested(report) => tested(exercise, report),
        Outcome::Graded { card, .. } => println!("{card}"),
    }
    let number = exercise.number;
    if progress == Progress::Done {
        if let Some(reference) = exercise.reference() {
            println!("Compare with the reference: {}", reference.display());
        }
        println!("Next: cargo ex");
    } else {
        println!("Again: cargo ex {number}   A hint: cargo ex hint {number}");
    }
    Ok(progress == Progress::Done)
}

fn does_not_compile(exercise: &Exercise, said: &str) {
    println!("{}\n", red("It does not compile."));
    let place = said
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("--> "));
    match place {
        Some(place) if place.starts_with("tests/") => println!(
            "The suite uses your module in a way that it does not allow. Its functions must have\n\
             the names, the parameters and the results that the stub gave them.\n"
        ),
        Some(place) => println!("Begin at {}. The compiler says:\n", bold(place)),
        None => println!("The compiler says, of {}:\n", exercise.target()),
    }
    println!("{said}\n");
}

fn tested(exercise: &Exercise, report: &Report) {
    if report.is_green() {
        println!(
            "{}\n",
            green(&format!("Done: all {} tests pass.", report.passed.len()))
        );
    } else {
        println!("{}", red(&count(report)));
    }
    if report.left_running > 0 {
        println!(
            "{} process(es) that were started here still ran at the end; they have been killed.\n",
            report.left_running
        );
    }
    if report.cut_short.is_some() {
        // What a test said is told at the end, which such a run does not reach.
        cut_short(exercise, report);
    } else if let Some(failed) = first(exercise, report) {
        println!("\nFirst, {}", bold(&sentence(&failed.name)));
        if let Some(test) = find(exercise, failed) {
            if !test.about.is_empty() {
                println!("  {}", test.about);
            }
            println!("  ({}:{})", test.file.display(), test.line);
        }
        println!(
            "\n{}\n\n{}\n",
            plainly(exercise, &failed.said),
            shortened(&failed.said)
        );
    }
}

/// Which tests did not come to an end, and what was printed last.
fn cut_short(exercise: &Exercise, report: &Report) {
    let ended = |test: &Test| {
        let failed = report.failed.iter().any(|failed| test.is(&failed.name));
        failed || report.passed.iter().any(|name| test.is(name))
    };
    let tests = exercise.tests();
    println!("\nWithout a result, because of one of them or since it came later:");
    for test in tests.iter().filter(|test| !ended(test)) {
        println!(
            "  {} ({}:{})",
            sentence(&test.name),
            test.file.display(),
            test.line
        );
    }
    if !report.last_words.is_empty() {
        println!(
            "\nWhat was printed last:\n\n{}",
            shortened(&report.last_words)
        );
    }
    println!();
}

/// How many passed, in one line, and which did not, first of all.
pub fn summary(exercise: &Exercise, report: &Report) -> String {
    match first(exercise, report) {
        Some(failed) if report.cut_short.is_none() => {
            let first = sentence(&failed.name);
            format!("{}; red is, for instance, {first:?}", count(report))
        }
        _ => count(report),
    }
}

/// How many passed.
fn count(report: &Report) -> String {
    let passed = report.passed.len();
    let all = passed + report.failed.len();
    match &report.cut_short {
        Some(why) => format!("{passed} passed, then {why}"),
        None => format!("{passed} of {all} pass"),
    }
}

/// How many lines are shown of the beginning of a long text, and how many of its end.
const SHOWN: usize = 20;

/// How many characters are shown of a long line.
const WIDEST: usize = 2000;

/// `text` if a screen has room for it; else its beginning and its end.
fn shortened(text: &str) -> String {
    let cut = |line: &str| match line.char_indices().nth(WIDEST) {
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

/// The failure to look at first: the first in the order of the suite.
fn first<'a>(exercise: &Exercise, report: &'a Report) -> Option<&'a Failed> {
    let failed = &report.failed;
    exercise
        .tests()
        .iter()
        .find_map(|test| failed.iter().find(|failed| test.is(&failed.name)))
        .or(failed.first())
}

fn find(exercise: &Exercise, failed: &Failed) -> Option<Test> {
    exercise
        .tests()
        .into_iter()
        .find(|test| test.is(&failed.name))
}

/// A test's name as the sentence it is.
fn sentence(name: &str) -> String {
    name.replace("::", ": ").replace('_', " ")
}

/// What a failure means.
fn plainly(exercise: &Exercise, said: &str) -> String {
    let stub = exercise.stub().unwrap_or_default();
    let stub = stub.to_string_lossy();
    if said.contains("not yet implemented") {
        "It came to a `todo!`, which is yours to replace:".to_owned()
    } else if said.contains(&format!("panicked at {stub}")) {
        "Your code panicked. Where it may fail, it should return an error instead:".to_owned()
    } else if said.contains("assertion `left == right` failed") {
        "The suite compared two values; the left one, as a rule, is what your code gave:".to_owned()
    } else if said.is_empty() {
        "It printed nothing before it ended.".to_owned()
    } else {
        "What the suite asks did not hold:".to_owned()
    }
}

/// Says where the reference is, if the exercise is done or `spoil` is asked for.
pub fn solution(exercise: &Exercise, spoil: bool) -> Result<bool, String> {
    let reference = exercise
        .reference()
        .filter(|reference| reference.exists())
        .ok_or("this exercise has no reference to show")?;
    if !spoil && Progress::of(exercise)? != Progress::Done {
        println!(
            "{} is not done yet. A hint: cargo ex hint {}; to see it all the same, add --spoil.",
            exercise.title(),
            exercise.number
        );
        return Ok(false);
    }
    println!("{}", reference.display());
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_shown_by_its_beginning_and_its_end() {
        assert_eq!(shortened("one\ntwo"), "one\ntwo");
        let lines: Vec<_> = (1..=100).map(|number| number.to_string()).collect();
        let shown = shortened(&lines.join("\n"));
        assert_eq!(shown.lines().count(), 2 * SHOWN + 1);
        assert!(shown.starts_with("1\n") && shown.ends_with("\n100"));
        assert!(shown.contains("\n20\n... 60 lines ...\n81\n"));
        let wide = shortened(&"\u{e9}".repeat(3000));
        assert!(wide.ends_with("... (6000 bytes)") && wide.len() < 4100);
    }
}
