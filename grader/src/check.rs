//! A sentence that is asked of a subject, and what can come of it.

use crate::place::Place;

/// Sentences that belong together, with a score of their own.
pub struct Part {
    /// The heading on the report card.
    pub name: &'static str,
    /// Whether this goes beyond what the exercise asks.
    pub is_beyond: bool,
    /// The sentences, in the order of the report card.
    pub checks: &'static [Check],
}

/// One sentence, and how to find out whether it holds.
pub struct Check {
    /// What must hold. It is also the name of the check, so no two are the same.
    pub title: &'static str,
    /// The chapter in `docs/walk` that explains it.
    pub chapter: &'static str,
    /// Asks the subject.
    pub run: fn(&mut Place) -> Verdict,
    /// Whether the real minute must turn for it.
    pub waits: bool,
    /// Whether it says `stop`. A careless `stop` ends the services of other checks as well, so
    /// that these must not run beside others where the machine cannot hide them.
    pub stops: bool,
}

impl Check {
    /// A sentence that is answered at once.
    pub const fn new(
        title: &'static str,
        chapter: &'static str,
        run: fn(&mut Place) -> Verdict,
    ) -> Check {
        Check {
            title,
            chapter,
            run,
            waits: false,
            stops: false,
        }
    }

    /// The same, for a sentence that waits for the minute to turn.
    pub const fn that_waits(mut self) -> Check {
        self.waits = true;
        self
    }

    /// The same, for a sentence that says `stop`.
    pub const fn that_stops(mut self) -> Check {
        self.stops = true;
        self
    }
}

/// What came of a check.
pub type Verdict = Result<(), Fault>;

/// Why a subject does not have the point.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// It does something else than the sentence says.
    Short {
        /// What was expected.
        expected: String,
        /// What came instead.
        actual: String,
    },
    /// What comes before this sentence failed, so that the sentence could not be asked.
    NotReached(String),
}

impl Fault {
    /// The fault when the subject fails before the sentence is reached.
    pub fn before(self) -> Fault {
        match self {
            Fault::Short { expected, actual } => {
                Fault::NotReached(format!("{expected}; but {actual}"))
            }
            not_reached => not_reached,
        }
    }
}

/// The verdict of a sentence that does not hold.
pub fn short<T>(expected: impl Into<String>, actual: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::Short {
        expected: expected.into(),
        actual: actual.into(),
    })
}

/// Holds if `condition` does.
pub fn expect(condition: bool, expected: impl Into<String>, actual: impl Into<String>) -> Verdict {
    if condition {
        Ok(())
    } else {
        short(expected, actual)
    }
}

/// Holds if both are the same, apart from white space at the ends.
pub fn expect_same(expected: &str, actual: &str) -> Verdict {
    expect(expected.trim() == actual.trim(), expected, actual)
}
