//! `cargo ex`: the board of the tasks, their tests, and hints.
//!
//! | file | what it does |
//! | --- | --- |
//! | `arguments` | the command line |
//! | `task` | one task and its files |
//! | `source` | what a Rust file tells without being compiled |
//! | `project` | the copy of the project in which tasks are compiled |
//! | `testing` | compiles a task and runs each of its tests in a process of its own |
//! | `sandbox` | runs programs with limits, and ends every process they leave behind |
//! | `report` | the results of the tests |
//! | `panic` | the message of a test that failed |
//! | `explain` | the first failure in plain words |
//! | `mistakes` | the known mistakes: what they are, and which tests they fail |
//! | `progress` | done, in progress, not begun; remembered until a file changes |
//! | `board` | all tasks at a glance |
//! | `check` | a short report per task, or JSON, for CI |
//! | `hints` | one hint at a time |
//! | `reset` | restores the stub from git |
//! | `watch` | runs the tests at each save |
//! | `verify` | checks the tasks themselves, for their authors |
//! | `output` | standard output and colors |
//! | `error` | why a command could not be done |

use std::env;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

mod arguments;
mod board;
mod check;
mod error;
mod explain;
mod hints;
mod mistakes;
mod output;
mod panic;
mod progress;
mod project;
mod report;
mod reset;
mod sandbox;
mod source;
mod task;
mod testing;
mod verify;
mod watch;

use arguments::{Arguments, Command, check_filter, find, find_all, find_or_next};
use error::Error;
use task::Task;

fn main() -> ExitCode {
    let command = Arguments::parse().command();
    let done = enter_project()
        .and_then(|()| sandbox::handle_signals().map_err(Error::io("handle signals")))
        .and_then(|()| run(command));
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cargo ex: {error}");
            ExitCode::from(2)
        }
    }
}

/// Makes the project's root the current directory, so that all paths are relative to it.
fn enter_project() -> Result<(), Error> {
    let runner = env::var_os("CARGO_MANIFEST_DIR").ok_or(Error::NotRunByCargo)?;
    let root = Path::new(&runner).ancestors().nth(2);
    let root = root.ok_or(Error::NotRunByCargo)?;
    env::set_current_dir(root).map_err(Error::io(format!("enter {}", root.display())))
}

/// Does what the command line asks for. Returns whether every tested task is done.
fn run(command: Command) -> Result<bool, Error> {
    let tasks = Task::all().map_err(Error::io("read the folder exercises"))?;
    let done = |()| true;
    match command {
        Command::Board => board::show(&tasks).map(done),
        Command::Test { task, filter } => {
            let (task, filter) = (find(&tasks, &task)?, filter.as_deref());
            check_filter(&tasks, task, filter)?;
            explain::run(task, filter)
        }
        Command::Watch { task, filter } => {
            let (task, filter) = (find_or_next(&tasks, task)?, filter.as_deref());
            check_filter(&tasks, task, filter)?;
            watch::run(task, filter).map(done)
        }
        Command::Hint { task, number } => {
            hints::show(find_or_next(&tasks, task)?, number).map(done)
        }
        Command::Solution { task, spoil } => explain::solution(find_or_next(&tasks, task)?, spoil),
        Command::Check { tasks: named, json } => check::run(&find_all(&tasks, &named)?, json),
        Command::Reset { task, yes } => reset::run(find(&tasks, &task)?, yes),
        Command::Verify {
            tasks: named,
            show: true,
            ..
        } => verify::show(&find_all(&tasks, &named)?),
        Command::Verify {
            tasks: named,
            write,
            ..
        } => verify::run(&find_all(&tasks, &named)?, &tasks, write),
    }
}
