//! Compiles the variants of the tasks and checks how their tests end.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::variants::{self, Variant};
use crate::error::Error;
use crate::explain;
use crate::mistakes::{MAX_SAME, Mistake, failing};
use crate::output::{bold, say};
use crate::panic::Panic;
use crate::project::{Project, VERIFY};
use crate::report::{Report, Status, TestResult};
use crate::source;
use crate::task::{FOLDER, Task};
use crate::testing;

/// How often the tests of a mistake may run.
const MAX_RUNS: usize = 3;

/// The crate of all variants, compiled.
pub struct Trials {
    project: Project,
    program: String,
    tests: Vec<String>,
}

impl Trials {
    /// Compiles the variants of `tasks`; each stub also by itself, without a warning.
    ///
    /// # Errors
    /// [`Error::DoesNotCompile`]: one of them does not.
    pub fn compile(tasks: &[&Task]) -> Result<Trials, Error> {
        let files = variants::crate_files(tasks).map_err(Error::io("read the variants"))?;
        let project = Project::copy(&files)?;
        let program = testing::compile(&project, VERIFY)?;
        let mut clippy = project.cargo("clippy");
        for task in tasks.iter().filter(|task| task.stub().is_some()) {
            clippy.args(["--test", &task.target()]);
        }
        testing::build(clippy.args(["--", "-D", "warnings"]))?;
        let tests = testing::list(&project, &program)?;
        Ok(Trials {
            project,
            program,
            tests,
        })
    }

    /// The faults of `task`, one sentence each. With `write`, corrects the comments of its
    /// mistakes instead of reporting them.
    ///
    /// # Errors
    /// If the tests cannot be run.
    pub fn check(&self, task: &Task, write: bool) -> Result<Vec<String>, Error> {
        let mut wrong = Vec::new();
        let mut same: BTreeMap<BTreeSet<String>, usize> = BTreeMap::new();
        for variant in Variant::all(task) {
            let module = variant.module(task);
            let report = self.run_variant(&variant, &module)?;
            let mut found = match &variant {
                Variant::Stub(_) => check_stub(task, &report),
                Variant::Reference(_) => check_reference(&report),
                Variant::Mistake(mistake) => {
                    let fails = failing(&report);
                    *same.entry(mistake.fails()).or_default() += 1;
                    if write {
                        write_failing(mistake, &fails)?;
                    }
                    check_mistake(mistake, &report, write)
                }
            };
            if report.results.len() != task.tests().len() && !matches!(variant, Variant::Mistake(_))
            {
                found.push(format!(
                    "has {} tests, not {}",
                    report.results.len(),
                    task.tests().len()
                ));
            }
            if report.left_running > 0 {
                found.push("it left processes running".to_owned());
            }
            wrong.extend(found.into_iter().map(|what| format!("{module}: {what}")));
        }
        for (fails, count) in same.into_iter().filter(|(_, count)| *count > MAX_SAME) {
            wrong.push(format!(
                "{count} mistakes fail the same tests, so that they tell a learner nothing: {}",
                join(&fails)
            ));
        }
        Ok(wrong)
    }

    /// Prints the failing tests of each mistake of `task`.
    ///
    /// # Errors
    /// If the tests cannot be run.
    pub fn show(&self, task: &Task) -> Result<(), Error> {
        for mistake in Mistake::all(task) {
            say!("{}\n", bold(&mistake.file.display().to_string()));
            let variant = Variant::Mistake(mistake);
            let module = variant.module(task);
            let mut report = self.run(&module)?;
            for result in &mut report.results {
                let folder = format!("{FOLDER}/{module}/../../");
                let errors = result.errors.replace(&folder, "");
                result.errors = errors.replace(&format!("{FOLDER}/../"), "");
            }
            for result in report.failed() {
                let name = result.name.replacen(&format!("{module}::suite::"), "", 1);
                say!("{name}\n{}", explain::failure(task, result));
            }
        }
        Ok(())
    }

    /// Runs the tests of a variant. Some mistakes fail a test only by chance, in a race of threads:
    /// they have [`MAX_RUNS`] runs to fail exactly the tests that their comments name.
    fn run_variant(&self, variant: &Variant, module: &str) -> Result<Report, Error> {
        let mut report = self.run(module)?;
        if let Variant::Mistake(mistake) = variant {
            for _ in 1..MAX_RUNS {
                let fails = failing(&report);
                if !fails.contains(&mistake.caught_by) || mistake.explains(&fails) {
                    break;
                }
                report = self.run(module)?;
            }
        }
        Ok(report)
    }

    fn run(&self, module: &str) -> Result<Report, Error> {
        let begin = format!("{module}::suite::");
        let tests: Vec<_> = self
            .tests
            .iter()
            .filter(|test| test.starts_with(&begin))
            .cloned()
            .collect();
        testing::run(&self.project, &self.program, &tests)
    }
}

/// Every test must fail, because of a `todo!` of this task.
fn check_stub(task: &Task, report: &Report) -> Vec<String> {
    let todo = format!("not yet implemented: task {:02}: ", task.number);
    let is_due_to_stub =
        |errors: &str| Panic::first(errors).is_some_and(|panic| panic.message.starts_with(&todo));
    let results = report.results.iter();
    results
        .filter_map(|result| match result.status {
            Status::Passed => Some(format!("`{}` passes", result.name)),
            _ if is_due_to_stub(&result.errors) => None,
            _ => Some(format!(
                "`{}` fails, but not because of a todo!",
                result.name
            )),
        })
        .collect()
}

fn check_reference(report: &Report) -> Vec<String> {
    let failed = report.failed();
    failed
        .map(|result| format!("`{}` fails: {}", result.name, result.errors.trim()))
        .collect()
}

/// The tests that fail must be those that the mistake names.
fn check_mistake(mistake: &Mistake, report: &Report, is_written: bool) -> Vec<String> {
    let fails = failing(report);
    if !fails.contains(&mistake.caught_by) {
        return vec![format!("`{}` does not catch it", mistake.caught_by)];
    }
    let mut wrong: Vec<_> = report.failed().filter_map(check_message).collect();
    if !mistake.explains(&fails) && !is_written {
        wrong.push(format!(
            "it fails these tests: {}; `cargo ex verify --write` corrects it",
            join(&fails)
        ));
    }
    wrong
}

/// An assertion must say what should have happened.
fn check_message(result: &TestResult) -> Option<String> {
    let panic = Panic::first(&result.errors)?;
    let says_nothing = match panic.comparison() {
        Some(values) => values.claim.is_empty(),
        None => panic.message.starts_with("assertion failed: "),
    };
    let (_, line) = panic
        .line()
        .rsplit_once("../")
        .unwrap_or(("", panic.line()));
    says_nothing.then(|| format!("{line}: no message says what should happen"))
}

fn join(names: &BTreeSet<String>) -> String {
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    names.join(", ")
}

fn write_failing(mistake: &Mistake, fails: &BTreeSet<String>) -> Result<(), Error> {
    let text = source::read(&mistake.file);
    let written = mistake.with_failing(&text, fails);
    fs::write(&mistake.file, written)
        .map_err(Error::io(format!("write {}", mistake.file.display())))
}
