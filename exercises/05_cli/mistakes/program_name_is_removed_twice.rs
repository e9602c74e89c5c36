//! Caught by `six_instructions_are_accepted`: clap expects the program's name before the instruction.
//! Also fails: `argument_may_begin_with_a_dash`, `argument_that_is_not_utf_8_is_an_error`,
//! `close_word_gets_a_suggestion_and_others_the_whole_list`,
//! `create_and_delete_need_exactly_one_argument`,
//! `unknown_instruction_is_an_error_with_the_words_typed`.
//! Question: which word does clap expect first?

use std::ffi::OsString;

use crate::outcome::Failure;

pub use backup::cli::*;

pub fn instruction(mut arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    arguments.remove(0);
    backup::cli::instruction(arguments)
}
