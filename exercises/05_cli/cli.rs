//! Exercise 05: the command lines of both programs.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Subcommand;

use crate::outcome::Failure;

/// The six instructions of `backup_manager`.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
#[command(
    subcommand_value_name = "INSTRUCTION",
    subcommand_help_heading = "Instructions"
)]
pub enum Instruction {
    /// Run backup_service in the background
    Start,
    /// Stop backup_service
    Stop,
    /// Add a schedule to backup_schedules.txt
    Create {
        /// What to save, when, and under which name: path;hh:mm;name
        #[arg(allow_hyphen_values = true)]
        schedule: String,
    },
    /// Delete the schedule at line INDEX, counted from 0, as `list` shows it
    Delete {
        /// The number that `list` shows before the schedule
        #[arg(allow_hyphen_values = true)]
        index: String,
    },
    /// Print the schedules, each after its index
    List,
    /// List the archives in ./backups
    Backups,
}

/// The instruction that `arguments`, the program's name first, ask for. `--help` and `--version`
/// are answered here, and end the process.
///
/// # Errors
/// A [`Failure::usage`]: what was typed instead, as the log words it, and what to type.
///
/// | typed | what | advice |
/// | --- | --- | --- |
/// | `create` with none or several | `malformed schedule: ` and what followed | `expected one argument, in quotes: "path;hh:mm;name"` |
/// | `delete` with none or several | `can't find schedule at index ` and what followed | `expected one argument: an index that list shows` |
/// | another instruction, with more | `unknown instruction: ` and all of it | `list takes no argument` |
/// | nearly an instruction | the same | `did you mean list?` |
/// | anything else, or nothing | the same | `expected one of start, stop, create, delete, list, backups; see --help` |
/// | what is not UTF-8 | as above | `expected UTF-8` |
///
/// Words are joined by one space, and nothing ends in a space.
pub fn instruction(arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    todo!("exercise 05: the instruction in {arguments:?}")
}

/// The directory that `arguments`, the program's name first, ask `backup_service` to serve; the
/// current one, `.`, if they name none. `--help`, `--version` and wrong arguments are answered
/// here, and end the process.
pub fn service_directory(arguments: Vec<OsString>) -> PathBuf {
    todo!("exercise 05: the directory in {arguments:?}")
}
