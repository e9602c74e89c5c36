//! What a grading is asked for on the command line.

use std::env;
use std::path::PathBuf;

use clap::Parser;

/// Grades the solution in DIR: `backup_manager.py` and `backup_service.py`, or two programs named
/// `backup_manager` and `backup_service`. It is copied; nothing in DIR is changed. Takes about a
/// minute: the service must see the minute turn.
#[derive(Parser)]
#[command(name = "scripts/grade.sh")]
#[command(after_help = "Exit status: 0 the exercise is done, 1 it is not, 2 it was not graded.")]
pub struct Options {
    /// The directory to grade
    pub dir: PathBuf,
    /// Ask also for what the exercise does not (takes up to two minutes)
    #[arg(long)]
    pub beyond: bool,
    /// Leave out what waits for the minute to turn
    #[arg(long)]
    pub quick: bool,
    /// Print the card for a program to read
    #[arg(long)]
    pub json: bool,
    /// The command that is the manager: 'node backup_manager.js'
    #[arg(long, value_name = "CMD", requires = "service")]
    pub manager: Option<String>,
    /// What ps shows of its service: backup_service.js
    #[arg(long, value_name = "NAME", requires = "manager")]
    pub service: Option<String>,
}

/// What `cargo test --test spec` is asked for.
#[derive(Default)]
pub struct Known {
    /// Whether to grade the grader as well.
    pub full: bool,
    /// Whether to print the name of this test only, as `cargo nextest` asks.
    pub list: bool,
    /// Ask only the sentences with one of these words, as `cargo test WORD` does.
    pub words: Vec<String>,
}

impl Known {
    /// From this process's arguments. What `cargo test` says to other tests is passed over.
    pub fn get() -> Known {
        let mut known = Known::default();
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--full" => known.full = true,
                "--list" => known.list = true,
                "--test-threads" | "--skip" | "--format" | "--color" => drop(arguments.next()),
                _ if argument.starts_with('-') => {}
                _ => known.words.push(argument),
            }
        }
        known
    }
}
