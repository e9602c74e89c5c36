//! Runs the variants of an exercise, and judges how their tests end.

use std::path::PathBuf;
use std::process::Command;

use super::paper;
use super::variants::{self, TARGET, Variant};
use crate::exercise::Exercise;
use crate::outcome::Report;
use crate::sandbox;
use crate::testing;

/// The crate of all variants, built.
pub struct Trial {
    copy: PathBuf,
}

impl Trial {
    /// Builds the variants of `exercises`; each stub also by itself, without a warning.
    ///
    /// # Errors
    /// What does not compile.
    pub fn of(exercises: &[&Exercise]) -> Result<Trial, String> {
        let copy = variants::lay_out(exercises).map_err(|error| error.to_string())?;
        let trial = Trial { copy };
        let mut clippy = trial.cargo("clippy");
        for exercise in exercises.iter().filter(|its| its.stub().is_some()) {
            clippy.args(["--test", &exercise.target()]);
        }
        testing::build(clippy.args(["--", "-D", "warnings"]))?;
        testing::build(trial.tests().arg("--no-run"))?;
        Ok(trial)
    }

    /// What is wrong with `exercise`, a sentence each.
    ///
    /// # Errors
    /// Its tests cannot be run at all.
    pub fn judge(&self, exercise: &Exercise) -> Result<Vec<String>, String> {
        let mut wrong = Vec::new();
        if exercise.stub().is_none() {
            return Ok(wrong);
        }
        let count = exercise.tests().len();
        for variant in Variant::all(exercise) {
            let name = variant.name(exercise);
            let report = self.run(&name)?;
            let mut check = |holds: bool, what: String| {
                if !holds {
                    wrong.push(format!("{name}: {what}"));
                }
            };
            check(
                report.cut_short.is_none(),
                "the tests were cut short".into(),
            );
            check(report.left_running == 0, "it left processes running".into());
            match variant {
                Variant::Stub => {
                    check(
                        report.passed.is_empty(),
                        format!("passes {:?}", report.passed),
                    );
                    check(
                        report.failed.len() == count,
                        format!("has not {count} tests"),
                    );
                    let todo = format!("not yet implemented: exercise {:02}: ", exercise.number);
                    for failed in report.failed {
                        let is_due_to_stub = failed.said.contains(&todo);
                        check(
                            is_due_to_stub,
                            format!("{} is red, but not for a todo!", failed.name),
                        );
                    }
                }
                Variant::Reference(_) => {
                    let failed: Vec<_> = report.failed.iter().map(|its| &its.name).collect();
                    check(failed.is_empty(), format!("fails {failed:?}"));
                    check(
                        report.passed.len() == count,
                        format!("has not {count} tests"),
                    );
                }
                Variant::Mistake(file) => {
                    let catcher = paper::catcher(&file);
                    let caught = report.failed.iter().any(|its| its.name == catcher);
                    check(caught, format!("`{catcher}` does not catch it"));
                }
            }
        }
        Ok(wrong)
    }

    fn run(&self, variant: &str) -> Result<Report, String> {
        let mut command = self.tests();
        command.args(["--", &format!("{variant}::")]);
        let ended =
            sandbox::run(&mut command, testing::LIMIT).map_err(|error| error.to_string())?;
        let mut report = Report::read(&ended.output);
        report.left_running = ended.left_running;
        Ok(report)
    }

    fn tests(&self) -> Command {
        let mut command = self.cargo("test");
        command.args(["--test", TARGET]);
        command
    }

    /// Cargo in the copy. What it builds stays apart: to cargo, the copy is the same package.
    fn cargo(&self, what: &str) -> Command {
        let mut command = testing::cargo(what);
        command
            .current_dir(&self.copy)
            .env("CARGO_TARGET_DIR", "target");
        command
    }
}
