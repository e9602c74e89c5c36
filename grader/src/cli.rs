//! The command lines of `scripts/grade.sh` and of `cargo test --test spec`.

use std::env;
use std::path::PathBuf;

use clap::Parser;

/// Grades the solution in DIR: `backup_manager.py` and `backup_service.py`, or two programs named
/// `backup_manager` and `backup_service`. It is copied; nothing in DIR is changed.
///
/// Of several directories it prints one table: the sentences by the students. A grading takes about
/// a minute, and up to two minutes more without libfaketime (Debian: faketime), since the service
/// must see a real minute end then.
#[derive(Parser)]
#[command(name = "scripts/grade.sh", bin_name = "scripts/grade.sh")]
#[command(after_help = "Exit status: 0 all of the exercise passes, 1 not all, 2 not graded.")]
pub struct Options {
    /// The directory to grade, or several
    #[arg(required = true, value_name = "DIR")]
    pub dirs: Vec<PathBuf>,
    /// Ask also for what goes beyond the exercise
    #[arg(long)]
    pub beyond: bool,
    /// Leave out what waits for a minute to end
    #[arg(long)]
    pub quick: bool,
    /// Print the card as JSON
    #[arg(long)]
    pub json: bool,
    /// Write an audit sheet, with the commands and what they printed, as Markdown
    #[arg(long, value_name = "FILE")]
    pub audit: Option<PathBuf>,
    /// Ask only the sentences that contain this text
    #[arg(long, value_name = "TEXT")]
    pub only: Vec<String>,
    /// The command that is the manager: 'node backup_manager.js'
    #[arg(long, value_name = "CMD", requires = "service")]
    pub manager: Option<String>,
    /// Part of the command line of its service, as ps shows it: backup_service.js
    #[arg(long, value_name = "NAME", requires = "manager")]
    pub service: Option<String>,
}

/// The options of `cargo test --test spec`.
#[derive(Default)]
pub struct OwnOptions {
    /// Whether to ask the slow sentences as well, and to test the grader.
    pub full: bool,
    /// Whether to list, for each wrong solution, all sentences that it fails.
    pub all: bool,
    /// Whether to run only tests that are ignored otherwise: this one is not.
    pub ignored: bool,
    /// Whether to print the name of this test only, as `cargo nextest` asks.
    pub list: bool,
    /// Ask only the sentences with one of these words, as `cargo test WORD` does.
    pub words: Vec<String>,
}

impl OwnOptions {
    /// From this process's arguments. Options of other tests are ignored.
    pub fn get() -> OwnOptions {
        let mut options = OwnOptions::default();
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--full" => options.full = true,
                "--all" => options.all = true,
                "--ignored" => options.ignored = true,
                "--list" => options.list = true,
                "--test-threads" | "--skip" | "--format" | "--color" => drop(arguments.next()),
                // So `cargo nextest` runs the test that `--list` names.
                "spec" => {}
                _ if argument.starts_with('-') => {}
                _ => options.words.push(argument),
            }
        }
        options
    }
}
