//! Caught by `unknown_instruction_is_an_error_with_the_words_typed`: the error names only the first word.
//! Also fails: `close_word_gets_a_suggestion_and_others_the_whole_list`,
//! `no_instruction_shows_all_six_one_per_line`.
//! Question: what exactly was typed?

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
