//! Are the exercises themselves in order? Each is tried as a stub, with the reference in its place,
//! and with each of its mistakes.
//!
//! | file | its task |
//! | --- | --- |
//! | `paper` | what can be seen without compiling |
//! | `variants` | the copies to be compiled: stub, reference, mistakes |
//! | `trial` | runs the copies, and judges how their tests end |

mod paper;
mod trial;
mod variants;

use crate::exercise::Exercise;
use crate::paint::{green, red};

use trial::Trial;

/// Verifies `exercises`, a line for each and one for each thing that is wrong; whether all are in
/// order.
///
/// # Errors
/// They cannot be tried at all: one of them does not compile, for instance.
pub fn run(exercises: &[&Exercise]) -> Result<bool, String> {
    let mut wrong: Vec<Vec<String>> = exercises.iter().map(|its| paper::look(its)).collect();
    // What is wrong on paper might not even compile.
    if wrong.iter().all(Vec::is_empty) {
        let trial = Trial::of(exercises)?;
        for (exercise, wrong) in exercises.iter().zip(&mut wrong) {
            *wrong = trial.judge(exercise)?;
        }
    }
    for (exercise, wrong) in exercises.iter().zip(&wrong) {
        let verdict = if wrong.is_empty() {
            green("in order")
        } else {
            red("not in order")
        };
        println!("{:<18}{verdict}", exercise.title());
        for what in wrong {
            println!("    {what}");
        }
    }
    Ok(wrong.iter().all(Vec::is_empty))
}
