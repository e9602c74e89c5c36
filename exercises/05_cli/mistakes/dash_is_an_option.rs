//! Caught by `argument_may_begin_with_a_dash`: it takes every word with a dash for an option.
//! Also fails: `close_word_gets_a_suggestion_and_others_the_whole_list`,
//! `unknown_instruction_is_an_error_with_the_words_typed`.
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
