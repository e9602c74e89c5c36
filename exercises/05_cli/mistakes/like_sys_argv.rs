//! Caught by `unknown_instruction_is_an_error_with_the_words_typed`: `list all` is accepted as `list`.
//! Question: what do you do with arguments that are too many?

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
