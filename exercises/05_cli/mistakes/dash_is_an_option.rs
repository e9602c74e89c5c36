//! Caught by `argument_may_begin_with_a_dash`: it takes every word with a dash for an option.
//! Question: how would a user save a directory called `-photos`?

use std::ffi::OsString;

use crate::outcome::Failure;

pub use backup::cli::*;

pub fn instruction(arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    let words: Vec<_> = arguments[1..]
        .iter()
        .map(|word| word.to_string_lossy())
        .collect();
    if words.iter().any(|word| word.starts_with('-')) {
        let what = format!("unknown instruction: {}", words.join(" "));
        return Err(Failure::usage(what, "there are no options"));
    }
    backup::cli::instruction(arguments)
}
