//! Caught by `create_and_delete_need_exactly_one_argument`: several words are joined into one argument.
//! Question: who is meant to put a schedule with spaces into quotes?

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
