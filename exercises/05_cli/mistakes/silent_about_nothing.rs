//! Caught by `no_instruction_shows_all_six_one_per_line`: the message is `unknown instruction: ` with nothing after it.
//! Question: what helps a user who does not know one instruction yet?

use std::ffi::OsString;

use crate::outcome::Failure;

pub use backup::cli::*;

pub fn instruction(arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    if arguments.len() == 1 {
        let advice =
            "expected one of start, stop, create, delete, list, backups; see --help".to_owned();
        return Err(Failure::usage("unknown instruction:", advice));
    }
    backup::cli::instruction(arguments)
}
