//! All exercises at a glance: how far each is, and what to do next.

use crate::exercise::Exercise;
use crate::outcome::Outcome;
use crate::paint::{bold, green, red, yellow};
use crate::progress::{self, Progress};
use crate::{explain, testing};

/// The width of the bar, in characters.
const BAR: usize = 32;

/// Shows the board.
pub fn show(all: &[Exercise]) -> Result<(), String> {
    let mut progress = Vec::new();
    for exercise in all {
        if progress::recall(exercise).is_none() {
            eprintln!("Testing {} ...", exercise.title());
        }
        progress.push(Progress::of(exercise)?);
    }
    let done = progress
        .iter()
        .filter(|&&its| its == Progress::Done)
        .count();
    println!("\n  Backup manager   {}\n", bar(done, all.len()));
    for (exercise, progress) in all.iter().zip(&progress) {
        println!("  {}", line(exercise, *progress));
    }
    println!();
    let next = all
        .iter()
        .zip(&progress)
        .find(|(_, its)| **its != Progress::Done);
    match next {
        Some((exercise, _)) => advise(exercise),
        None => println!("  You have built it all. docs/outgrow.md says what comes after it."),
    }
    Ok(())
}

fn bar(done: usize, all: usize) -> String {
    let filled = BAR * done / all.max(1);
    let bar = "#".repeat(filled);
    let rest = "-".repeat(BAR - filled);
    format!("[{}{rest}] {done} of {all}", green(&bar))
}

fn line(exercise: &Exercise, progress: Progress) -> String {
    let all = exercise.tests().len();
    let count = |passed: usize| match all {
        0 => String::new(),
        _ => format!("{passed:>3} of {all:>2} tests"),
    };
    // Padded before it is painted: colour takes no room on the screen, but it has a length.
    let (state, passed) = match progress {
        Progress::Done => (green(&format!("{:<12}", "done")), all),
        Progress::Begun(passed) => (yellow(&format!("{:<12}", "in progress")), passed),
        Progress::NotBegun => (format!("{:<12}", "not begun"), 0),
    };
    let line = format!("{:<18}{state}{}", exercise.title(), count(passed));
    line.trim_end().to_owned()
}

fn advise(exercise: &Exercise) {
    let number = exercise.number;
    println!("  Next: {}", bold(&exercise.title()));
    println!(
        "    read    {}",
        exercise.folder.join("README.md").display()
    );
    match exercise.stub() {
        Some(stub) => println!("    edit    {}", stub.display()),
        None => println!(
            "    write   your two programs, in {}",
            exercise.folder.display()
        ),
    }
    println!("    test    cargo ex {number}      (cargo ex {number} --watch: at each save)");
    println!("    stuck?  cargo ex hint {number}");
}

/// Tests the exercises and says a line for each; whether all are done.
pub fn check(exercises: &[&Exercise]) -> Result<bool, String> {
    let mut all_done = true;
    for exercise in exercises {
        let outcome = testing::test(exercise)?;
        let progress = Progress::after(exercise, &outcome);
        let verdict = match (&outcome, progress) {
            (_, Progress::Done) => green("done"),
            (_, Progress::NotBegun) => "not begun".to_owned(),
            (Outcome::DoesNotCompile(_), _) => red("does not compile"),
            (Outcome::Tested(report), _) => explain::summary(exercise, report),
            (Outcome::Graded { .. }, _) => red("less than the specification asks"),
        };
        println!("{:<18}{verdict}", exercise.title());
        all_done &= progress == Progress::Done;
    }
    Ok(all_done)
}
