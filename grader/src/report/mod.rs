//! The answers of a grading, and the forms in which they are printed.

pub mod audit;
pub mod card;
pub mod class;
pub mod json;

use crate::check::{Check, Failure, Part, Verdict};

/// A sentence with its verdict.
pub struct Answer {
    /// The part it belongs to.
    pub part: &'static Part,
    /// The sentence.
    pub check: &'static Check,
    /// Whether it holds.
    pub verdict: Verdict,
    /// The commands that the check ran, and what they printed.
    pub commands: String,
}

/// Points, and how many there are.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Score {
    /// How many sentences hold.
    pub passed: usize,
    /// How many were asked.
    pub asked: usize,
}

/// The score of `answers`. A sentence that could not be asked does not count.
pub fn score<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> Score {
    let mut score = Score::default();
    for answer in answers {
        score.passed += usize::from(answer.verdict.is_ok());
        score.asked += usize::from(is_asked(&answer.verdict));
    }
    score
}

/// The score of the exercise, or of what goes beyond it.
pub fn score_of(answers: &[Answer], is_beyond: bool) -> Score {
    let chosen = answers.iter();
    score(chosen.filter(|answer| answer.part.is_beyond == is_beyond))
}

/// Whether this machine could ask the sentence.
pub fn is_asked(verdict: &Verdict) -> bool {
    !matches!(verdict, Err(Failure::NotAsked(_)))
}

/// One word for a verdict.
pub fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Ok(()) => "pass",
        Err(Failure::Fail { .. }) => "fail",
        Err(Failure::NotReached(_)) => "not reached",
        Err(Failure::NotAsked(_)) => "not asked",
    }
}

/// The answer to begin with: the first that failed, or else the first that was not reached.
pub fn first_to_fix(answers: &[Answer]) -> Option<&Answer> {
    let has = |wanted: &str| {
        answers
            .iter()
            .find(|answer| word(&answer.verdict) == wanted)
    };
    has("fail").or_else(|| has("not reached"))
}
