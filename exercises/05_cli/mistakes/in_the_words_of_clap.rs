//! Caught by `create_and_delete_need_exactly_one_argument`: the log has clap's words, not the exercise's.
//! Question: which line belongs into the log when the argument is missing?

use std::ffi::OsString;

use clap::Parser;

use crate::outcome::Failure;

pub use backup::cli::*;

#[derive(Parser)]
struct Manager {
    #[command(subcommand)]
    instruction: Instruction,
}

pub fn instruction(arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    match Manager::try_parse_from(arguments) {
        Ok(manager) => Ok(manager.instruction),
        Err(error) => Err(Failure::usage("unknown instruction", error)),
    }
}
