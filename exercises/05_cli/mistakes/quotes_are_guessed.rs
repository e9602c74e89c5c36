//! Caught by `create_and_delete_without_their_one_argument_fail_in_their_own_words`: words are joined.

use std::ffi::OsString;

use crate::outcome::Failure;

pub use backup::cli::*;

pub fn instruction(mut arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    if arguments.get(1).is_some_and(|word| word == "create") && arguments.len() > 3 {
        let schedule = arguments.split_off(2).join(" ".as_ref());
        arguments.push(schedule);
    }
    backup::cli::instruction(arguments)
}
