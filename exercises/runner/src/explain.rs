//! The first failure, in plain words; then as the compiler or the test has it.

use std::fs;

use crate::exercise::Exercise;
use crate::outcome::{Failed, Outcome, Report};
use crate::paint::{bold, green, red};
use crate::progress::Progress;
use crate::source::Test;
use crate::testing;

/// Tests `exercise` and explains what came of it; whether it is done.
pub fn run(exercise: &Exercise) -> Result<bool, String> {
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
        let reference = exercise.reference();
        if let Some(reference) = reference {
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
        println!("{}", summary(report));
    }
    if report.left_running > 0 {
        println!(
            "{} process(es) that were started here still ran at the end; they have been killed.\n",
            report.left_running
        );
    }
    if let Some(why) = &report.cut_short {
        println!("{}\n", red(&format!("Cut short: {why}.")));
    }
    if let Some(failed) = first(exercise, report) {
        println!("\nFirst, {}", bold(&sentence(&failed.name)));
        if let Some(test) = find(exercise, failed) {
            if !test.about.is_empty() {
                println!("  {}", test.about);
            }
            println!("  ({}:{})", test.file.display(), test.line);
        }
        println!("\n{}\n\n{}\n", plainly(exercise, &failed.said), failed.said);
    }
}

/// How many passed, in one line, and which did not, first of all.
pub fn summary(report: &Report) -> String {
    let passed = report.passed.len();
    let all = passed + report.failed.len();
    match (report.failed.first(), &report.cut_short) {
        (_, Some(why)) => format!("{passed} passed, then {why}"),
        (Some(failed), None) => {
            let first = sentence(&failed.name);
            format!("{passed} of {all} pass; red is, for instance, {first:?}")
        }
        (None, None) => format!("{passed} of {all} pass"),
    }
}

/// The failure to look at first: the first in the order of the suite.
fn first<'a>(exercise: &Exercise, report: &'a Report) -> Option<&'a Failed> {
    let tests = exercise.tests();
    let place = |failed: &Failed| {
        tests
            .iter()
            .position(|test| is(test, failed))
            .unwrap_or(tests.len())
    };
    report.failed.iter().min_by_key(|failed| place(failed))
}

fn find(exercise: &Exercise, failed: &Failed) -> Option<Test> {
    exercise.tests().into_iter().find(|test| is(test, failed))
}

fn is(test: &Test, failed: &Failed) -> bool {
    failed.name.rsplit("::").next() == Some(&test.name)
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
        .filter(|reference| fs::exists(reference).unwrap_or(false))
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
