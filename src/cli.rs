//! The command lines of both programs, parsed by clap.
//!
//! Exercise, `manager-2`: the command line is one of six instructions. clap calls an instruction a
//! *subcommand*. Anything else is an error.
//! Python: `sys.argv`, or `argparse`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process;

use clap::error::ErrorKind;
use clap::{Command, CommandFactory, Parser, Subcommand};

use crate::outcome::Failure;
use crate::terminal;

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
  backup_manager start                             run the service that makes the backups
  backup_manager list                              0: photos;16:07;my_photos
  backup_manager backups                           my_photos.tar
  tar -xf backups/my_photos.tar                    restore it here
  backup_manager delete 0                          no longer save it

Files, all in the current directory:
  backup_schedules.txt      one schedule per line: path;hh:mm;name
  backups/NAME.tar          the last archive of each schedule, compressed
  logs/backup_manager.log   what backup_manager did
  logs/backup_service.log   what backup_service did

Exit status: 0 success, 1 failure, 2 invalid command line or BACKUP_CLOCK."
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
`backup_manager start` runs it in the background. Run by hand it stays in the foreground, prints
`ready` after the first check, and ends on Ctrl-C.

Examples:
  backup_service               serve the current directory
  backup_service /home/ann     serve that directory

Files, all in DIRECTORY:
  backup_schedules.txt      read: one schedule per line: path;hh:mm;name
  backups/NAME.tar          written: the last archive of each schedule, compressed
  logs/backup_service.log   written: the backups that were made, and the errors

Environment:
  BACKUP_CLOCK=2023-02-08T16:07                      a clock that stands still, to try a schedule
  BACKUP_CLOCK=2023-02-08T16:07..2023-02-15T16:07    a week that passes at once"
)]
struct Service {
    /// The directory to serve: relative paths in its schedules begin there
    #[arg(default_value = ".")]
    directory: PathBuf,
}

/// Parses the command line of `backup_manager`; the first argument is the program's name. After
/// `--help` or `--version`, prints the text and ends the process.
///
/// # Errors
/// If the arguments are not one of the six instructions. The error contains the words that were
/// typed, and says what to type.
pub fn instruction(arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    let typed = arguments.get(1..).unwrap_or_default();
    match Manager::try_parse_from(&arguments) {
        Ok(manager) => Ok(manager.instruction),
        Err(error) if !error.use_stderr() => print_help(&error),
        Err(error) => Err(usage_error(typed, error.kind())),
    }
}

/// Parses the command line of `backup_service`: the directory to serve. After `--help`, `--version`
/// or invalid arguments, prints the text and ends the process.
pub fn service_directory(arguments: Vec<OsString>) -> PathBuf {
    match Service::try_parse_from(arguments) {
        Ok(service) => service.directory,
        Err(error) if !error.use_stderr() => print_help(&error),
        Err(error) => {
            // Not `error.exit()`, which prints what was typed as it is.
            terminal::print_to_stderr(&error.render().to_string());
            process::exit(Failure::USAGE.into())
        }
    }
}

/// Prints the text of `--help` or `--version`, which clap returns as an error, and exits.
fn print_help(help: &clap::Error) -> ! {
    if let Err(error) = terminal::print_to_stdout(&help.render().to_string()) {
        terminal::print_to_stderr(&format!("can't print ({error})"));
        process::exit(Failure::ERROR.into());
    }
    process::exit(0)
}

/// The error for a command line that clap rejects: `create` and `delete` without their one argument,
/// another instruction with an argument, no instruction, or one that does not exist.
fn usage_error(typed: &[OsString], kind: ErrorKind) -> Failure {
    let words: Vec<_> = typed.iter().map(|word| word.to_string_lossy()).collect();
    let all = words.join(" ");
    let first = words.first().map_or("", |word| word);
    let rest = words.get(1..).unwrap_or_default().join(" ");
    let is_known = |name: &str| Manager::command().find_subcommand(name).is_some();
    let what = match first {
        "create" => format!("malformed schedule: {rest}"),
        "delete" => format!("can't find schedule at index {rest}"),
        _ if all.trim().is_empty() => "unknown instruction".to_owned(),
        _ => format!("unknown instruction: {all}"),
    };
    let advice = match first {
        _ if kind == ErrorKind::InvalidUtf8 => "expected UTF-8".to_owned(),
        "create" => "expected one argument, in quotes: \"path;hh:mm;name\"".to_owned(),
        "delete" => "expected one argument: an index that list shows".to_owned(),
        _ if all.trim().is_empty() => all_instructions(),
        known if is_known(known) => format!("{known} takes no argument"),
        unknown => suggestion(unknown),
    };
    Failure::usage(what.trim_end(), advice)
}

/// Suggests the instruction that `typed` is probably meant to be; if there is none, lists all.
fn suggestion(typed: &str) -> String {
    let typed = typed.to_lowercase();
    let command = Manager::command();
    let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let is_similar = |name: &str| {
        // One typing error. Two letters exchanged count as one ("optimal string alignment").
        strsim::osa_distance(&typed, name) == 1
            || typed.contains(name)
            || (typed.len() > 2 && name.contains(&typed))
    };
    match names.iter().find(|name| is_similar(name)) {
        Some(name) => format!("did you mean {name}?"),
        None => format!("expected one of {}; see --help", names.join(", ")),
    }
}

/// The six instructions, one line each.
fn all_instructions() -> String {
    let command = Manager::command();
    let lines = command.get_subcommands().map(|instruction| {
        let mut usage = instruction.get_name().to_owned();
        for argument in instruction.get_positionals() {
            usage += &format!(" {argument}");
        }
        let about = instruction.get_about().unwrap_or_default();
        format!("\n  {usage:<17} {about}")
    });
    format!("expected one of{}", lines.collect::<String>())
}
