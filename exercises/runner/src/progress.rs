//! Done, in progress, not begun: remembered until a file of the exercise changes.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::exercise::Exercise;
use crate::outcome::Outcome;
use crate::source;
use crate::testing;

/// Where the runner keeps what it remembers; `cargo clean` makes it forget.
pub const MEMORY: &str = "target/exercises";

/// How far an exercise is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Every function still is a `todo!`.
    NotBegun,
    /// So many of its tests pass; none while it does not compile.
    Begun(usize),
    /// All of them.
    Done,
}

impl Progress {
    /// How far `exercise` is: as remembered, or else by running its tests.
    pub fn of(exercise: &Exercise) -> Result<Progress, String> {
        match recall(exercise) {
            Some(progress) => Ok(progress),
            None => Ok(Progress::after(exercise, &testing::test(exercise)?)),
        }
    }

    /// How far `exercise` is by this run of its tests; remembers it.
    pub fn after(exercise: &Exercise, outcome: &Outcome) -> Progress {
        let progress = match outcome {
            _ if is_untouched(exercise) => return Progress::NotBegun,
            Outcome::Graded { passed: true, .. } => Progress::Done,
            Outcome::Tested(report) if report.is_green() => Progress::Done,
            Outcome::Tested(report) => Progress::Begun(report.passed.len()),
            Outcome::DoesNotCompile(_) | Outcome::Graded { .. } => Progress::Begun(0),
        };
        let passed = match progress {
            Progress::Begun(passed) => passed.to_string(),
            _ => "all".to_owned(),
        };
        // Only a memory: what cannot be written is found out again.
        let _ = fs::create_dir_all(MEMORY);
        let _ = fs::write(
            memory(exercise),
            format!("{:x} {passed}", fingerprint(exercise)),
        );
        progress
    }
}

/// What is known of `exercise` as it is now, without running anything.
pub fn recall(exercise: &Exercise) -> Option<Progress> {
    if is_untouched(exercise) {
        return Some(Progress::NotBegun);
    }
    let text = fs::read_to_string(memory(exercise)).ok()?;
    let (print, passed) = text.split_once(' ')?;
    if print != format!("{:x}", fingerprint(exercise)) {
        return None;
    }
    match passed {
        "all" => Some(Progress::Done),
        number => number.parse().ok().map(Progress::Begun),
    }
}

fn memory(exercise: &Exercise) -> PathBuf {
    Path::new(MEMORY).join(exercise.target())
}

fn is_untouched(exercise: &Exercise) -> bool {
    match exercise.stub() {
        Some(stub) => source::is_untouched(&fs::read_to_string(stub).unwrap_or_default()),
        None => !exercise.programs_are_there(),
    }
}

/// Of all that decides how its tests end, the reference left aside.
fn fingerprint(exercise: &Exercise) -> u64 {
    let mut hasher = DefaultHasher::new();
    for file in exercise.files() {
        fs::read(file).unwrap_or_default().hash(&mut hasher);
    }
    hasher.finish()
}
