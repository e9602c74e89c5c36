//! The results of the tests.

/// A run of a task's tests.
#[derive(Debug)]
pub struct Run {
    /// The result.
    pub outcome: Outcome,
    /// The fingerprint of the files that were tested.
    pub fingerprint: u64,
}

/// The result of testing a task.
#[derive(Debug)]
pub enum Outcome {
    /// It does not compile: the compiler's first error.
    DoesNotCompile(String),
    /// Its tests ran.
    Tested(Report),
    /// The two programs of the last task were graded.
    Graded {
        /// Whether they do all that the exercise asks.
        passed: bool,
        /// The grader's report card.
        card: String,
    },
}

/// The results of a task's tests.
#[derive(Debug, Default)]
pub struct Report {
    /// One result per test.
    pub results: Vec<TestResult>,
    /// How many processes were still running at the end.
    pub left_running: usize,
}

/// The result of one test.
#[derive(Debug)]
pub struct TestResult {
    /// The test's name with the modules around it inside the suite: `t3::never_early`.
    pub name: String,
    /// How it ended.
    pub status: Status,
    /// Its standard output.
    pub output: String,
    /// Its standard error: above all, the panic message.
    pub errors: String,
}

/// How a test ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// It passed.
    Passed,
    /// It failed: an assertion, or another panic.
    Failed,
    /// It reached a `todo!()`.
    Todo,
    /// It did not run to its end: why.
    CutShort(String),
}

impl Report {
    /// Whether there are tests, and all of them passed.
    pub fn is_green(&self) -> bool {
        !self.results.is_empty() && self.failed().next().is_none()
    }

    /// The tests that did not pass.
    pub fn failed(&self) -> impl Iterator<Item = &TestResult> {
        let failed = |result: &&TestResult| result.status != Status::Passed;
        self.results.iter().filter(failed)
    }

    /// How many tests passed.
    pub fn passed(&self) -> usize {
        self.results.len() - self.failed().count()
    }

    /// Whether every test reached a `todo!()`.
    pub fn is_all_todo(&self) -> bool {
        !self.results.is_empty() && self.results.iter().all(|its| its.status == Status::Todo)
    }
}
