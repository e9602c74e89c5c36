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

use crate::error::Error;
use crate::output::{green, red, say};
use crate::task::Task;

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
        let verdict = if wrong.is_empty() {
            green("correct")
        } else {
            red("wrong")
        };
        say!("{:<18}{verdict}", task.title());
        for what in wrong {
            say!("    {what}");
        }
    }
    Ok(wrong.iter().all(Vec::is_empty))
}

/// Prints how each mistake of `tasks` fails, as a learner sees it: every failing test with its message.
///
/// # Errors
/// As for [`run`].
pub fn show(tasks: &[&Task]) -> Result<bool, Error> {
    let trials = trials::Trials::compile(tasks)?;
    for task in tasks {
        trials.show(task)?;
    }
    Ok(true)
}
