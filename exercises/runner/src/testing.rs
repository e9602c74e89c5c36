//! Builds an exercise and runs its tests.

use std::env;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::exercise::Exercise;
use crate::outcome::{Outcome, Report};
use crate::sandbox;

/// How long the tests of one exercise may take. The reference needs a few seconds.
pub const LIMIT: Duration = Duration::from_secs(60);

/// How long the grader may take: it waits for a few real minutes.
const GRADING: Duration = Duration::from_secs(600);

/// Builds `exercise` and runs its tests; or grades the programs of the last one.
///
/// # Errors
/// Cargo or the grader cannot be run.
pub fn test(exercise: &Exercise) -> Result<Outcome, String> {
    if exercise.stub().is_none() {
        return grade(exercise);
    }
    let tests = || {
        let mut command = cargo("test");
        command.args(["--test", &exercise.target()]);
        command
    };
    // The compiler names the suite by the way from the check to it.
    let roundabout = format!("{}/../../", exercise.folder.display());
    if let Err(said) = build(tests().arg("--no-run")) {
        return Ok(Outcome::DoesNotCompile(said.replace(&roundabout, "")));
    }
    let ended = sandbox::run(&mut tests(), LIMIT).map_err(|error| format!("cargo: {error}"))?;
    let mut report = Report::read(&ended.output.replace(&roundabout, ""));
    report.left_running = ended.left_running;
    if ended.is_late {
        report.cut_short = Some(format!(
            "the tests were still running after {} seconds: does something wait for ever?",
            LIMIT.as_secs()
        ));
    }
    Ok(Outcome::Tested(report))
}

fn grade(exercise: &Exercise) -> Result<Outcome, String> {
    let mut grader = Command::new("scripts/grade.sh");
    let ended = sandbox::run(grader.arg(&exercise.folder), GRADING)
        .map_err(|error| format!("scripts/grade.sh: {error}"))?;
    Ok(Outcome::Graded {
        passed: ended.success && !ended.is_late,
        card: ended.output,
    })
}

/// Runs a command of cargo that builds.
///
/// # Errors
/// What the compiler said first, if it did not compile.
pub fn build(command: &mut Command) -> Result<(), String> {
    let built = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    if built.status.success() {
        return Ok(());
    }
    Err(first_error(&String::from_utf8_lossy(&built.stderr)))
}

/// Cargo, for another package than this one, which cargo has started too.
pub fn cargo(what: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    command
        .args([what, "--locked", "--color", "never"])
        .env_remove("CARGO_MANIFEST_DIR")
        .env("RUST_BACKTRACE", "0");
    command
}

/// The first error, up to the empty line after it; all that was said if there is none.
fn first_error(said: &str) -> String {
    let begin = said.lines().position(|line| line.starts_with("error"));
    let lines = said.lines().skip(begin.unwrap_or(0));
    let error: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
    error.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_is_told_whole_and_alone() {
        let said = "warning: x\n\nerror[E0308]: mismatched\n  --> a.rs\n\nerror: two\n";
        assert_eq!(first_error(said), "error[E0308]: mismatched\n  --> a.rs");
        assert_eq!(first_error("no such target"), "no such target");
    }
}
