//! A sentence that is asked of a submission, and the possible verdicts.

use crate::test_env::TestEnv;

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
    /// The sentence. It is also the name of the check, so no two are the same.
    pub title: &'static str,
    /// The chapter in `docs/walk` that explains it.
    pub chapter: &'static str,
    /// Asks the submission.
    pub run: fn(&mut TestEnv) -> Verdict,
    /// Whether it waits for a minute to end, unless the submission takes its time from `BACKUP_CLOCK`.
    pub waits: bool,
    /// Whether it takes many seconds on every submission.
    pub is_slow: bool,
    /// Whether it keeps the whole machine busy. These checks begin last, and one at a time.
    pub is_heavy: bool,
    /// Whether it runs `stop`. A careless `stop` ends the services of other checks as well, so
    /// these checks run alone where the machine has no process namespaces.
    pub stops: bool,
}

impl Check {
    /// A sentence that is answered at once.
    pub const fn new(
        title: &'static str,
        chapter: &'static str,
        run: fn(&mut TestEnv) -> Verdict,
    ) -> Check {
        Check {
            title,
            chapter,
            run,
            waits: false,
            is_slow: false,
            is_heavy: false,
            stops: false,
        }
    }

    /// The same, for a sentence that waits for a minute to end.
    pub const fn that_waits(mut self) -> Check {
        self.waits = true;
        self
    }

    /// The same, for a sentence that takes many seconds.
    pub const fn that_is_slow(mut self) -> Check {
        self.waits = true;
        self.is_slow = true;
        self
    }

    /// The same, for a sentence that keeps the whole machine busy.
    pub const fn that_is_heavy(mut self) -> Check {
        self.is_heavy = true;
        self
    }

    /// The same, for a sentence that runs `stop`.
    pub const fn that_stops(mut self) -> Check {
        self.stops = true;
        self
    }
}

/// The answer to a sentence: it holds, or not.
pub type Verdict = Result<(), Failure>;

/// Why a submission does not get the point.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// The sentence does not hold.
    Fail {
        /// The expected behavior.
        expected: String,
        /// The actual behavior.
        actual: String,
    },
    /// A step before this sentence failed, so the sentence could not be asked.
    NotReached(String),
    /// This machine cannot ask the sentence now. It does not count.
    NotAsked(String),
}

impl Failure {
    /// The failure of a step that another sentence is about.
    pub fn in_setup(self) -> Failure {
        match self {
            Failure::Fail { expected, actual } => {
                Failure::NotReached(format!("expected: {expected}\nactual: {actual}"))
            }
            other => other,
        }
    }
}

/// The verdict of a sentence that does not hold.
pub fn fail<T>(expected: impl Into<String>, actual: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::Fail {
        expected: expected.into(),
        actual: actual.into(),
    })
}

/// Holds if `condition` does.
pub fn expect(condition: bool, expected: impl Into<String>, actual: impl Into<String>) -> Verdict {
    if condition {
        Ok(())
    } else {
        fail(expected, actual)
    }
}

/// Holds if both have the same lines, apart from blank ones.
pub fn expect_same(expected: &str, actual: &str) -> Verdict {
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        lines.map(str::to_owned).collect()
    };
    expect(lines(expected) == lines(actual), expected, actual)
}
