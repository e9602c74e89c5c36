//! Caught by `an_argument_that_is_no_utf_8_is_refused`: another schedule is made than was typed.

use std::ffi::OsString;

use crate::outcome::Failure;

pub use backup::cli::*;

pub fn instruction(arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    let words = arguments.iter().map(|word| word.to_string_lossy());
    backup::cli::instruction(words.map(|word| word.into_owned().into()).collect())
}
