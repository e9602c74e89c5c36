//! Caught by `create_and_delete_need_exactly_one_argument`: the error has clap's words instead of the exercise's.
//! Also fails: `argument_that_is_not_utf_8_is_an_error`,
//! `close_word_gets_a_suggestion_and_others_the_whole_list`,
//! `no_instruction_shows_all_six_one_per_line`,
//! `unknown_instruction_is_an_error_with_the_words_typed`.
//! Question: which line belongs into the log when the argument is missing?

use std::ffi::OsString;

use clap::Parser;

use crate::outcome::Failure;

pub use backup::cli::*;

#[derive(Parser)]
struct Manager {
    #[command(subcommand)]
    instruction: Instruction,
}

pub fn instruction(arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    match Manager::try_parse_from(arguments) {
        Ok(manager) => Ok(manager.instruction),
        Err(error) => Err(Failure::usage("unknown instruction", error)),
    }
}
