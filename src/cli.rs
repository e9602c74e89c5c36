//! The command lines of both programs, as clap sees them.
//!
//! Serves *it will accept the following command-line arguments*: Python's `sys.argv`, or
//! `argparse`. What comes out is one of six instructions; nothing else reaches the code behind.
//!
//! In production: the same.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand};

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

/// Schedule daily backups, and start and stop the service that makes them.
#[derive(Parser)]
#[command(
    name = "backup_manager",
    version,
    disable_help_subcommand = true,
    subcommand_required = true,
    after_help = "\
Examples:
  backup_manager create \"photos;16:07;my_photos\"   save ./photos every day at 16:07
  backup_manager start                             begin to watch the clock
  backup_manager list                              0: photos;16:07;my_photos
  backup_manager backups                           my_photos.tar
  tar -xf backups/my_photos.tar                    restore it here
  backup_manager delete 0                          no longer save it

Files, all in the current directory:
  backup_schedules.txt      one schedule a line: path;hh:mm;name
  backups/NAME.tar          the last archive of each schedule, compressed
  logs/backup_manager.log   what backup_manager did
  logs/backup_service.log   what backup_service did

Exit status: 0 done, 1 failed, 2 not an instruction."
)]
struct Manager {
    #[command(subcommand)]
    instruction: Instruction,
}

/// Save each directory that backup_schedules.txt names, every day at its minute
#[derive(Parser)]
#[command(
    name = "backup_service",
    version,
    after_help = "\
`backup_manager start` runs it in the background. Run by hand it stays in the foreground, says
`ready` after the first check, and ends at Ctrl-C.

Examples:
  backup_service               serve the current directory
  backup_service /home/ann     serve that one

Files, all in DIRECTORY:
  backup_schedules.txt      read: one schedule a line: path;hh:mm;name
  backups/NAME.tar          written: the last archive of each schedule, compressed
  logs/backup_service.log   written: what was saved, and what went wrong

Environment:
  BACKUP_CLOCK=2023-02-08T16:07                      a clock that stands still, for trying it out
  BACKUP_CLOCK=2023-02-08T16:07..2023-02-15T16:07    a week that passes at once"
)]
struct Service {
    /// The directory to serve: relative paths in its schedules begin there
    #[arg(default_value = ".")]
    directory: PathBuf,
}

/// The instruction that `arguments`, the program's name first, ask for. `--help` and `--version`
/// are answered here, and end the process.
///
/// # Errors
/// What was typed instead, as the log words it, and what to type.
pub fn instruction(arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    match Manager::try_parse_from(&arguments) {
        Ok(manager) => Ok(manager.instruction),
        Err(error) if !error.use_stderr() => error.exit(),
        Err(error) => Err(misunderstood(
            arguments.get(1..).unwrap_or_default(),
            &error,
        )),
    }
}

/// The directory that `arguments`, the program's name first, ask `backup_service` to serve.
/// `--help`, `--version` and wrong arguments are answered here, and end the process.
pub fn service_directory(arguments: Vec<OsString>) -> PathBuf {
    Service::parse_from(arguments).directory
}

/// What to log and to say about a command line that clap refused.
fn misunderstood(typed: &[OsString], error: &clap::Error) -> Failure {
    let words: Vec<String> = typed
        .iter()
        .map(|word| word.to_string_lossy().into())
        .collect();
    let rest = words.get(1..).unwrap_or_default().join(" ");
    let (what, expected) = match words.first().map(String::as_str) {
        Some("create") => (
            format!("malformed schedule: {rest}"),
            "expected one argument, in quotes: \"path;hh:mm;name\"".to_owned(),
        ),
        Some("delete") => (
            format!("can't find schedule at index {rest}"),
            "expected one argument: an index that list shows".to_owned(),
        ),
        Some(known) if Manager::command().find_subcommand(known).is_some() => (
            format!("unknown instruction: {}", words.join(" ")),
            format!("{known} takes no argument"),
        ),
        _ => (
            format!("unknown instruction: {}", words.join(" ")),
            instructions_like(error),
        ),
    };
    let advice = match error.kind() {
        ErrorKind::InvalidUtf8 => "expected UTF-8".to_owned(),
        _ => expected,
    };
    Failure::usage(what.trim_end(), advice)
}

/// The instruction that was probably meant, or else all of them.
fn instructions_like(error: &clap::Error) -> String {
    // clap's guesses, the best one last.
    if let Some(ContextValue::Strings(guesses)) = error.get(ContextKind::SuggestedSubcommand)
        && let Some(best) = guesses.last()
    {
        return format!("did you mean {best}?");
    }
    let command = Manager::command();
    let names: Vec<_> = command
        .get_subcommands()
        .map(clap::Command::get_name)
        .collect();
    format!("expected one of {}; see --help", names.join(", "))
}
