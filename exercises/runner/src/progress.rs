//! Done, in progress, not begun; remembered until a file changes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::project::{STATE, fingerprint};
use crate::report::{Outcome, Run};
use crate::source;
use crate::task::Task;
use crate::testing;

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Every test reaches a `todo!`.
    NotBegun,
    /// How many of its tests pass; 0 while it does not compile.
    Begun(usize),
    /// All of its tests pass.
    Done,
}

impl Progress {
    /// How far `task` is after `run`; remembers it.
    pub fn after(task: &Task, run: &Run) -> Progress {
        let progress = match &run.outcome {
            Outcome::Graded { passed: true, .. } => Progress::Done,
            Outcome::Graded { .. } if !task.has_programs() => Progress::NotBegun,
            Outcome::Tested(report) if report.is_green() => Progress::Done,
            Outcome::Tested(report) if report.is_all_todo() => Progress::NotBegun,
            Outcome::Tested(report) => Progress::Begun(report.passed()),
            Outcome::DoesNotCompile(_) | Outcome::Graded { .. } => Progress::Begun(0),
        };
        let text = match progress {
            Progress::NotBegun => "none".to_owned(),
            Progress::Begun(passed) => passed.to_string(),
            Progress::Done => "all".to_owned(),
        };
        // If it cannot be remembered, the tests run again next time.
        let _ = fs::create_dir_all(STATE);
        let _ = fs::write(memory(task), format!("{:x} {text}", run.fingerprint));
        progress
    }
}

/// How far `task` is: as remembered, or by running its tests.
///
/// # Errors
/// If the tests cannot be run.
pub fn of(task: &Task) -> Result<Progress, Error> {
    match recall(task) {
        Some(progress) => Ok(progress),
        None if task.missing_file().is_some() => Ok(Progress::Begun(0)),
        None => Ok(Progress::after(task, &testing::test(task, None)?)),
    }
}

/// How far `task` is, if that is known without running its tests.
pub fn recall(task: &Task) -> Option<Progress> {
    let is_untouched = match task.stub() {
        Some(stub) => source::is_untouched(&source::read(&stub)),
        None => !task.has_programs(),
    };
    if is_untouched {
        return Some(Progress::NotBegun);
    }
    let text = fs::read_to_string(memory(task)).ok()?;
    let (print, passed) = text.split_once(' ')?;
    if print != format!("{:x}", fingerprint(task).ok()?) {
        return None;
    }
    match passed {
        "all" => Some(Progress::Done),
        "none" => Some(Progress::NotBegun),
        number => number.parse().ok().map(Progress::Begun),
    }
}

/// The first task that is not known to be done.
pub fn next(tasks: &[Task]) -> Option<&Task> {
    tasks
        .iter()
        .find(|task| recall(task) != Some(Progress::Done))
}

fn memory(task: &Task) -> PathBuf {
    Path::new(STATE).join(task.target())
}
