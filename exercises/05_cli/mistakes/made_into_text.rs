//! Caught by `argument_that_is_not_utf_8_is_an_error`: an argument that is not UTF-8 is changed into other text.
//! Question: is the schedule that you store the one that was typed?

use std::ffi::OsString;

use crate::outcome::Failure;

pub use backup::cli::*;

pub fn instruction(arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    let words = arguments.iter().map(|word| word.to_string_lossy());
    backup::cli::instruction(words.map(|word| word.into_owned().into()).collect())
}
