//! Task 05: the command lines of both programs.

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
        /// The path to save, the time and the name of the archive: path;hh:mm;name
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

/// Parses the command line of `backup_manager`; the first argument is the program's name. After
/// `--help` or `--version`, prints the text and ends the process.
///
/// # Errors
/// If the arguments are not one of the six instructions: a [`Failure::usage`].
///
/// | typed | what | advice |
/// | --- | --- | --- |
/// | `create` with none or several | `malformed schedule: ` and the rest | `expected one argument, in quotes: "path;hh:mm;name"` |
/// | `delete` with none or several | `can't find schedule at index ` and the rest | `expected one argument: an index that list shows` |
/// | another instruction, with more | `unknown instruction: ` and all words | `list takes no argument` |
/// | a word close to an instruction | the same | `did you mean list?` |
/// | any other word | the same | `expected one of start, stop, create, delete, list, backups; see --help` |
/// | nothing, or only spaces | `unknown instruction` | `expected one of`, then a line per instruction, as the suite shows it |
/// | bytes that are not UTF-8 | as above | `expected UTF-8` |
///
/// Words are joined by one space, and `what` does not end in a space. A word is close if it is one
/// typing error away (`strsim::osa_distance`, where two exchanged letters count once), if it contains
/// the instruction, or if it is a part of it, of three letters or more. Case does not matter.
pub fn instruction(arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    todo!("task 05: the instruction in {arguments:?}")
}

/// Parses the command line of `backup_service`: the directory to serve, or `.` (the current one) if
/// there is no argument. After `--help`, `--version` or invalid arguments, prints the text and ends
/// the process.
pub fn service_directory(arguments: Vec<OsString>) -> PathBuf {
    todo!("task 05: the directory in {arguments:?}")
}
