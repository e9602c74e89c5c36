//! Caught by `anything_else_is_unknown_and_told_with_what_was_typed`: the log names the first word only.

use std::ffi::OsString;

use crate::outcome::Failure;

pub use backup::cli::*;

pub fn instruction(arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    let first = arguments
        .get(1)
        .map(|word| word.to_string_lossy().into_owned());
    backup::cli::instruction(arguments).map_err(|mut failure| {
        if failure.what.starts_with("unknown instruction") {
            failure.what = format!("unknown instruction: {}", first.unwrap_or_default());
        }
        failure
    })
}
