//! One rung of the ladder at a time.

use std::fs;
use std::path::{Path, PathBuf};

use crate::exercise::Exercise;
use crate::paint::bold;
use crate::progress::MEMORY;

/// The hints of an exercise: the sections of its `hints.md`, headings included.
pub fn ladder(exercise: &Exercise) -> Vec<String> {
    let text = exercise.text("hints.md");
    let rungs = text.split("\n## ").skip(1);
    rungs.map(|rung| rung.trim().to_owned()).collect()
}

/// Shows hint `rung`, from 1; without it, the one after the last that was shown.
pub fn show(exercise: &Exercise, rung: Option<usize>) -> Result<(), String> {
    let ladder = ladder(exercise);
    let shown = shown_before(exercise);
    let rung = rung.unwrap_or_else(|| (shown + 1).min(ladder.len()));
    let hint = rung
        .checked_sub(1)
        .and_then(|index| ladder.get(index))
        .ok_or(format!("it has {} hints, from 1", ladder.len()))?;
    let (_, text) = hint.split_once('\n').unwrap_or(("", hint));
    let place = format!("Hint {rung} of {}", ladder.len());
    println!("{}\n\n{}\n", bold(&place), text.trim());
    if rung < ladder.len() {
        println!("The next one: cargo ex hint {}", exercise.number);
    } else {
        println!(
            "That was the last one. cargo ex solution {} --spoil",
            exercise.number
        );
    }
    // Only a memory: at worst the same hint comes again.
    let _ = fs::create_dir_all(MEMORY);
    let _ = fs::write(memory(exercise), rung.to_string());
    Ok(())
}

fn shown_before(exercise: &Exercise) -> usize {
    let text = fs::read_to_string(memory(exercise)).unwrap_or_default();
    text.parse().unwrap_or(0)
}

fn memory(exercise: &Exercise) -> PathBuf {
    Path::new(MEMORY).join(format!("hint_{:02}", exercise.number))
}
