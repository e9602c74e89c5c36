//! Checks the tasks themselves: each is tested as a stub, with the reference in its place, and with
//! each of its mistakes.
//!
//! | file | what it does |
//! | --- | --- |
//! | `files` | what can be checked without compiling |
//! | `variants` | the stub, the reference and the mistakes, as modules of one crate |
//! | `trials` | compiles that crate and checks how its tests end |

mod files;
mod trials;
mod variants;

use std::collections::BTreeSet;

use crate::error::Error;
use crate::mistakes::{Mistake, short};
use crate::output::{green, red, say};
use crate::task::Task;

/// The tasks up to this number are short: each of their tests must be named by a mistake.
const SHORT: u32 = 6;

/// Verifies `tasks`, some of `all`, and prints a line for each, with what is wrong. Returns whether all are correct.
/// With `write`, the tests that each mistake fails are written into its comment.
///
/// # Errors
/// If the tasks cannot be tried at all: one of them does not compile, for instance.
pub fn run(tasks: &[&Task], all: &[Task], write: bool) -> Result<bool, Error> {
    let mut wrong: Vec<Vec<String>> = tasks.iter().map(|task| files::check(task)).collect();
    if let Some(first) = wrong.first_mut() {
        first.extend(files::check_table(all));
    }
    // If files are wrong, the task may not even compile.
    if wrong.iter().all(Vec::is_empty) {
        let trials = trials::Trials::compile(tasks)?;
        for (task, wrong) in tasks.iter().zip(&mut wrong) {
            *wrong = trials.check(task, write)?;
        }
    }
    for (task, wrong) in tasks.iter().zip(&wrong) {
        let unnamed = unnamed_tests(task);
        let verdict = if wrong.is_empty() {
            green("correct")
        } else {
            red("wrong")
        };
        say!("{:<18}{verdict}", task.title());
        for what in wrong {
            say!("    {what}");
        }
        if !unnamed.is_empty() {
            let (count, names) = (unnamed.len(), unnamed.join(", "));
            say!("    {count} tests are named by no mistake: {names}");
        }
    }
    Ok(wrong.iter().all(Vec::is_empty))
}

/// The tests that no mistake names: if one of them lost its assertions, nothing would show it.
fn unnamed_tests(task: &Task) -> Vec<String> {
    let mistakes = Mistake::all(task);
    let named: BTreeSet<_> = mistakes.iter().map(|its| its.caught_by.as_str()).collect();
    let tests = task
        .tests()
        .into_iter()
        .map(|test| short(&test.path).to_owned());
    tests
        .filter(|test| !named.contains(test.as_str()))
        .collect()
}
