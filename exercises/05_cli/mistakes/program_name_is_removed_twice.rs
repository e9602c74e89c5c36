//! Caught by `six_instructions_are_accepted`: clap expects the program's name before the instruction.
//! Question: which word does clap expect first?

use std::ffi::OsString;

use crate::outcome::Failure;

pub use backup::cli::*;

pub fn instruction(mut arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    arguments.remove(0);
    backup::cli::instruction(arguments)
}
