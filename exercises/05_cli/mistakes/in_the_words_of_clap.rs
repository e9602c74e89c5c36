//! Caught by `create_and_delete_without_their_one_argument_fail_in_their_own_words`: clap's are others.

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
