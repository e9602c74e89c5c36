//! All tasks at a glance: how far each is, and what comes next.

use crate::error::Error;
use crate::output::{bold, green, say, yellow};
use crate::progress::{self, Progress};
use crate::task::Task;

/// The width of the bar, in characters.
const BAR: usize = 32;

/// Prints the board. Tests the tasks whose state is not known.
///
/// # Errors
/// If the tests of a task cannot be run.
pub fn show(tasks: &[Task]) -> Result<(), Error> {
    let mut states = Vec::new();
    for task in tasks {
        if progress::recall(task).is_none() && task.missing_file().is_none() {
            eprintln!("Testing {} ...", task.title());
        }
        states.push(progress::of(task)?);
    }
    let done = states.iter().filter(|&&its| its == Progress::Done).count();
    say!("\n  Backup manager   {}\n", bar(done, tasks.len()));
    for (task, state) in tasks.iter().zip(&states) {
        say!("  {}", line(task, *state));
    }
    say!("");
    let next = tasks
        .iter()
        .zip(&states)
        .find(|(_, its)| **its != Progress::Done);
    match next {
        Some((task, _)) => advise(task),
        None => say!("  You have built it all. docs/outgrow.md says what comes after it."),
    }
    Ok(())
}

fn bar(done: usize, all: usize) -> String {
    let filled = BAR * done / all.max(1);
    let bar = "#".repeat(filled);
    let rest = "-".repeat(BAR - filled);
    format!("[{}{rest}] {done} of {all}", green(&bar))
}

fn line(task: &Task, state: Progress) -> String {
    let all = task.tests().len();
    let count = |passed: usize| match all {
        0 => String::new(),
        _ => format!("{passed:>3} of {all:>2} tests"),
    };
    // Padded before it is colored: escape sequences have a length, but no width.
    let (state, passed) = match state {
        Progress::Done => (green(&format!("{:<12}", "done")), all),
        Progress::Begun(passed) => (yellow(&format!("{:<12}", "in progress")), passed),
        Progress::NotBegun => (format!("{:<12}", "not begun"), 0),
    };
    let line = format!("{:<18}{state}{}", task.title(), count(passed));
    line.trim_end().to_owned()
}

fn advise(task: &Task) {
    let number = task.number;
    say!("  Next: {}", bold(&task.title()));
    say!("    read    {}", task.folder.join("README.md").display());
    match task.stub() {
        Some(stub) => say!("    edit    {}", stub.display()),
        None => say!(
            "    write   your two programs, in {}",
            task.folder.display()
        ),
    }
    say!("    test    cargo ex {number}      (at each save: cargo ex {number} --watch)");
    say!("    stuck?  cargo ex hint {number}");
}
