//! One hint at a time.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::output::{bold, say};
use crate::project::STATE;
use crate::task::Task;

/// A hint of a task: a section of its `hints.md`.
pub struct Hint {
    /// Its heading: `First`, `Second` and so on.
    pub heading: String,
    /// Its text.
    pub text: String,
}

/// The hints of a task, from vague to almost the answer.
pub fn hints(task: &Task) -> Vec<Hint> {
    let text = task.text("hints.md");
    let sections = text.split("\n## ").skip(1);
    sections
        .map(|section| {
            let (heading, text) = section.split_once('\n').unwrap_or((section, ""));
            Hint {
                heading: heading.trim().to_owned(),
                text: text.trim().to_owned(),
            }
        })
        .collect()
}

/// Prints hint `number`, from 1; without it, the one after the last that was shown.
///
/// # Errors
/// If there is no such hint.
pub fn show(task: &Task, number: Option<usize>) -> Result<(), Error> {
    let hints = hints(task);
    let count = hints.len();
    let number = number.unwrap_or_else(|| (last_shown(task) + 1).min(count));
    let hint = number.checked_sub(1).and_then(|index| hints.get(index));
    let hint = hint.ok_or(Error::NoSuchHint {
        task: task.number,
        count,
    })?;
    let heading = format!("{}, hint {number} of {count}", task.title());
    say!("{}\n\n{}\n", bold(&heading), hint.text);
    if number < count {
        say!("The next one: cargo ex hint {}", task.number);
    } else {
        say!(
            "That was the last one. The solution: cargo ex solution {} --spoil",
            task.number
        );
    }
    // If it cannot be remembered, the same hint is shown again.
    let _ = fs::create_dir_all(STATE);
    let _ = fs::write(memory(task), number.to_string());
    Ok(())
}

fn last_shown(task: &Task) -> usize {
    let text = fs::read_to_string(memory(task)).unwrap_or_default();
    text.parse().unwrap_or(0)
}

fn memory(task: &Task) -> PathBuf {
    Path::new(STATE).join(format!("hint_{:02}", task.number))
}
