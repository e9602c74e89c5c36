//! Caught by `anything_else_is_unknown_and_told_with_what_was_typed`: `list all` is taken for `list`.

use std::ffi::OsString;

use crate::outcome::Failure;

pub use backup::cli::*;

pub fn instruction(arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    let words: Vec<_> = arguments
        .iter()
        .map(|word| word.to_string_lossy())
        .collect();
    match words.get(1).map(AsRef::as_ref) {
        Some("start") => Ok(Instruction::Start),
        Some("stop") => Ok(Instruction::Stop),
        Some("list") => Ok(Instruction::List),
        Some("backups") => Ok(Instruction::Backups),
        _ => backup::cli::instruction(arguments),
    }
}
