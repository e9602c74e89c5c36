//! `cargo ex`: where you are in the exercises, and what to do next.
//!
//! | file | its task |
//! | --- | --- |
//! | `exercise` | an exercise as it lies on the disk |
//! | `source` | what can be told from a Rust file without compiling it |
//! | `outcome` | what the tests of an exercise came to |
//! | `testing` | builds an exercise and runs its tests |
//! | `sandbox` | a command that leaves nothing behind, however it ends |
//! | `progress` | done, in progress, not begun; remembered until the file changes |
//! | `board` | all exercises at a glance |
//! | `explain` | the first failure, in plain words |
//! | `hints` | one rung of the ladder at a time |
//! | `reset` | the stub as it was, from git |
//! | `watch` | again at each save |
//! | `verify` | are the exercises themselves in order? |
//! | `paint` | colour, where it is welcome |

use std::env;
use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod board;
mod exercise;
mod explain;
mod hints;
mod outcome;
mod paint;
mod progress;
mod reset;
mod sandbox;
mod source;
mod testing;
mod verify;
mod watch;

use exercise::Exercise;

/// Rebuild the backup manager yourself, module by module.
///
/// Without arguments: the board, with what is done and what is next.
#[derive(Parser)]
#[command(
    name = "ex",
    bin_name = "cargo ex",
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    subcommand_help_heading = "Instructions"
)]
struct Arguments {
    /// Run the tests of this exercise
    number: Option<u32>,
    /// Run them again each time its file is saved, until Ctrl-C
    #[arg(long, requires = "number")]
    watch: bool,
    #[command(subcommand)]
    instruction: Option<Instruction>,
}

#[derive(Subcommand)]
enum Instruction {
    /// The next hint for an exercise; the last one nearly gives it away
    Hint {
        /// The exercise
        number: u32,
        /// Which hint, from 1; without it, the next one
        rung: Option<usize>,
    },
    /// Where the reference of an exercise is, once yours passes
    Solution {
        /// The exercise
        number: u32,
        /// Before it passes, too
        #[arg(long)]
        spoil: bool,
    },
    /// Test exercises without a word too many: a line for each, and the exit status
    Check {
        /// The exercises; all of them if none is named
        numbers: Vec<u32>,
    },
    /// Put the stub of an exercise back; what you wrote is kept beside it
    Reset {
        /// The exercise
        number: u32,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// See whether the exercises themselves are in order (for who writes them)
    Verify {
        /// The exercises; all of them if none is named
        numbers: Vec<u32>,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match enter_the_project().and_then(|()| perform(arguments)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(reason) => {
            eprintln!("cargo ex: {reason}");
            ExitCode::from(2)
        }
    }
}

/// Makes the project's root the current directory, so that every path shown is relative to it.
fn enter_the_project() -> Result<(), String> {
    let runner = env::var_os("CARGO_MANIFEST_DIR").ok_or("run it as `cargo ex`")?;
    let root = Path::new(&runner).ancestors().nth(2);
    env::set_current_dir(root.ok_or("the runner has no project above it")?)
        .map_err(|error| error.to_string())
}

/// Does what is asked; whether all that was tested is as it should be.
fn perform(arguments: Arguments) -> Result<bool, String> {
    let all = Exercise::all().map_err(|error| format!("exercises: {error}"))?;
    let find = |number: u32| {
        all.iter()
            .find(|exercise| exercise.number == number)
            .ok_or_else(|| format!("there is no exercise {number}; `cargo ex` shows them"))
    };
    let find_all = |numbers: &[u32]| -> Result<Vec<&Exercise>, String> {
        match numbers {
            [] => Ok(all.iter().collect()),
            some => some.iter().map(|&number| find(number)).collect(),
        }
    };
    match (arguments.instruction, arguments.number) {
        (None, None) => board::show(&all).map(|()| true),
        (None, Some(number)) if arguments.watch => watch::run(find(number)?).map(|()| true),
        (None, Some(number)) => explain::run(find(number)?),
        (Some(Instruction::Hint { number, rung }), _) => {
            hints::show(find(number)?, rung).map(|()| true)
        }
        (Some(Instruction::Solution { number, spoil }), _) => {
            explain::solution(find(number)?, spoil)
        }
        (Some(Instruction::Check { numbers }), _) => board::check(&find_all(&numbers)?),
        (Some(Instruction::Reset { number, yes }), _) => reset::run(find(number)?, yes),
        (Some(Instruction::Verify { numbers }), _) => verify::run(&find_all(&numbers)?),
    }
}
