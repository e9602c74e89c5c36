//! Compiles a task and runs each of its tests in a process of its own.
//!
//! A test has passed if its process reports success *and* the test harness printed that one test
//! passed. So nothing that a learner's code prints, and no call of `exit`, is taken for a result;
//! and a test that aborts or never ends costs no other test its result.

use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::sys::signal::Signal;

use crate::error::Error;
use crate::panic::Panic;
use crate::project::{self, Project, STATE};
use crate::report::{Outcome, Report, Run, Status, TestResult};
use crate::sandbox::{self, Finished, How, Limits};
use crate::source;
use crate::task::Task;

/// The limits on tests. The reference needs a second for all tests of a task, and 0.2 GB.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(20),
    total: Duration::from_secs(60),
    memory: Some(2 << 30),
    output: 16 << 20,
};

/// The limits on the grader, which has its own for the programs: it waits for several real minutes.
const GRADER: Limits = Limits {
    time: Duration::from_secs(900),
    total: Duration::from_secs(900),
    memory: None,
    output: 16 << 20,
};

/// Tests `task`: those of its tests whose name contains `filter`. The last task is graded.
///
/// # Errors
/// If cargo, the tests or the grader cannot be run.
pub fn test(task: &Task, filter: Option<&str>) -> Result<Run, Error> {
    let fingerprint = || project::fingerprint(task).map_err(Error::io("read the task's files"));
    loop {
        let before = fingerprint()?;
        let outcome = match task.stub() {
            None => grade(task)?,
            Some(_) => {
                let project = copy(task, before)?;
                // Saved while it was copied: take the newer version.
                if fingerprint()? != before {
                    continue;
                }
                test_copy(task, &project, before, filter)?
            }
        };
        return Ok(Run {
            outcome,
            fingerprint: before,
        });
    }
}

/// The test that tells which files a program was compiled from.
fn mark(fingerprint: u64) -> String {
    format!("compiled_from_{fingerprint:016x}")
}

/// A copy of the project, in which the tests of `task` have one more: its [`mark`].
fn copy(task: &Task, fingerprint: u64) -> Result<Project, Error> {
    let mark = format!("\n#[test]\nfn {}() {{}}\n", mark(fingerprint));
    Project::copy(&[(task.check(), source::read(&task.check()) + &mark)])
}

fn test_copy(
    task: &Task,
    project: &Project,
    fingerprint: u64,
    filter: Option<&str>,
) -> Result<Outcome, Error> {
    let compiled = match compile_marked(project, &task.target(), &mark(fingerprint)) {
        Err(Error::StaleBuild) => {
            build(&mut project.cargo("clean"))?;
            compile_marked(project, &task.target(), &mark(fingerprint))
        }
        compiled => compiled,
    };
    let (program, mut names) = match compiled {
        Ok(compiled) => compiled,
        Err(Error::DoesNotCompile(message)) => {
            return Ok(Outcome::DoesNotCompile(shorten_paths(&message, task)));
        }
        Err(error) => return Err(error),
    };
    let filter = filter.unwrap_or_default();
    names.retain(|name| name.starts_with(SUITE) && name.contains(filter));
    let mut report = run(project, &program, &names)?;
    for result in &mut report.results {
        result.name = result.name.replacen(SUITE, "", 1);
        result.errors = shorten_paths(&result.errors, task);
    }
    let tests = task.tests();
    let place = |result: &TestResult| {
        tests
            .iter()
            .position(|its| result.name.ends_with(&its.path))
    };
    report
        .results
        .sort_by_key(|result| place(result).unwrap_or(tests.len()));
    Ok(Outcome::Tested(report))
}

/// Compiles a test target; returns its program and the names of its tests.
///
/// # Errors
/// [`Error::StaleBuild`] if the program was not compiled from the files of the copy.
fn compile_marked(
    project: &Project,
    target: &str,
    mark: &str,
) -> Result<(String, Vec<String>), Error> {
    let program = compile(project, target)?;
    let names = list(project, &program)?;
    if names.iter().any(|name| name == mark) {
        Ok((program, names))
    } else {
        Err(Error::StaleBuild)
    }
}

/// The module of every suite in a task's test program.
const SUITE: &str = "suite::";

/// The compiler names a suite by the path in `check.rs`: `exercises/03_schedule/../../tests`.
fn shorten_paths(text: &str, task: &Task) -> String {
    text.replace(&format!("{}/../../", task.folder.display()), "")
}

fn grade(task: &Task) -> Result<Outcome, Error> {
    let mut grader = Command::new("scripts/grade.sh");
    grader.arg(&task.folder);
    let batch = sandbox::run(vec![grader], &GRADER).map_err(Error::io("run scripts/grade.sh"))?;
    let graded = batch.finished.into_iter().next();
    let card = graded
        .iter()
        .map(|its| format!("{}{}", its.stdout, its.stderr))
        .collect();
    Ok(Outcome::Graded {
        passed: graded.is_some_and(|its| its.how.is_success()),
        card,
    })
}

/// Compiles a test target of the copy; returns its program.
///
/// # Errors
/// [`Error::DoesNotCompile`] with the first error; or cargo cannot be run.
pub fn compile(project: &Project, target: &str) -> Result<String, Error> {
    if PathBuf::from(STATE).join("project/target").exists() {
        eprintln!("Compiling ...");
    } else {
        eprintln!("Compiling; the first time takes about a minute ...");
    }
    let mut cargo = project.cargo("test");
    cargo.args([
        "--no-run",
        "--message-format",
        "json-render-diagnostics",
        "--test",
        target,
    ]);
    let messages = build(&mut cargo)?;
    executable(&messages, target).ok_or(Error::Program("cargo", format!("{target} has no program")))
}

/// Runs a command of cargo that compiles; returns its standard output.
///
/// # Errors
/// [`Error::DoesNotCompile`] with the first error; or cargo cannot be run.
pub fn build(cargo: &mut Command) -> Result<String, Error> {
    let built = cargo
        .stdin(Stdio::null())
        .output()
        .map_err(Error::io("run cargo"))?;
    if built.status.success() {
        return Ok(String::from_utf8_lossy(&built.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&built.stderr);
    Err(Error::DoesNotCompile(first_error(&said)))
}

/// The first error, up to the empty line after it; the whole text if there is none.
fn first_error(said: &str) -> String {
    if said.contains("No space left on device") {
        return "error: no space left on the disk to compile".to_owned();
    }
    let begin = said.lines().position(|line| line.starts_with("error"));
    let lines = said.lines().skip(begin.unwrap_or(0));
    let error: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
    error.join("\n")
}

/// The program of a test target, from cargo's messages in JSON.
fn executable(messages: &str, target: &str) -> Option<String> {
    let name = format!("\"name\":\"{target}\"");
    let mut messages = messages.lines().filter(|line| line.contains(&name));
    let (_, path) = messages.find_map(|line| line.split_once("\"executable\":\""))?;
    let mut unescaped = String::new();
    let mut characters = path.chars();
    loop {
        match characters.next()? {
            '"' => return Some(unescaped),
            '\\' => unescaped.push(characters.next()?),
            other => unescaped.push(other),
        }
    }
}

/// The names of the tests in `program`, except those that are ignored.
///
/// # Errors
/// If it cannot be run.
pub fn list(project: &Project, program: &str) -> Result<Vec<String>, Error> {
    let names = |arguments: &[&str]| {
        let mut command = project.program(program);
        command
            .args(["--list", "--format", "terse"])
            .args(arguments);
        let batch = sandbox::run(vec![command], &LIMITS).map_err(Error::io("list the tests"))?;
        let listed = batch.finished.into_iter().next();
        let listed = listed.filter(|its| its.how.is_success());
        // Its output goes to a file in TMPDIR.
        let full = || io::Error::other("they print nothing; is the disk of TMPDIR full?");
        let list = listed
            .ok_or_else(full)
            .map_err(Error::io("list the tests"))?
            .stdout;
        let names = list.lines().filter_map(|line| line.strip_suffix(": test"));
        Ok(names.map(str::to_owned).collect::<Vec<_>>())
    };
    let ignored = names(&["--ignored"])?;
    let mut all = names(&[])?;
    all.retain(|name| !ignored.contains(name));
    Ok(all)
}

/// Runs the tests called `names` of `program`.
///
/// # Errors
/// If they cannot be started; or the runner was asked to end.
pub fn run(project: &Project, program: &str, names: &[String]) -> Result<Report, Error> {
    let command = |name: &String| {
        let mut command = project.program(program);
        command.args(["--exact", name, "--nocapture", "--test-threads=1"]);
        command
    };
    let commands = names.iter().map(command).collect();
    let batch = sandbox::run(commands, &LIMITS).map_err(Error::io("run the tests"))?;
    let results = names.iter().zip(batch.finished);
    Ok(Report {
        results: results
            .map(|(name, finished)| result(name, finished))
            .collect(),
        left_running: batch.left_running,
    })
}

fn result(name: &str, finished: Finished) -> TestResult {
    let summary = finished
        .stdout
        .lines()
        .rfind(|line| line.starts_with("test result: "));
    let summary = summary.unwrap_or_default();
    let is_todo = || Panic::first(&finished.stderr).is_some_and(|panic| panic.is_todo());
    let status = if finished.how.is_success() && summary.starts_with("test result: ok. 1 passed;") {
        Status::Passed
    } else if is_todo() {
        Status::Todo
    } else if summary.starts_with("test result: FAILED.") {
        Status::Failed
    } else {
        Status::CutShort(why_cut_short(&finished))
    };
    TestResult {
        name: name.to_owned(),
        status,
        output: without_harness(&finished.stdout, name),
        errors: finished.stderr,
    }
}

/// Why a test did not run to its end.
fn why_cut_short(finished: &Finished) -> String {
    let (time, total) = (LIMITS.time.as_secs(), LIMITS.total.as_secs());
    let said = |words: &str| finished.stderr.contains(words);
    match &finished.how {
        How::TookTooLong => format!(
            "it was still running after {time} seconds: is there a loop or a wait without an end?"
        ),
        How::PrintedTooMuch => format!(
            "it printed more than {} MB: is there a loop without an end?",
            LIMITS.output >> 20
        ),
        How::NotStarted => format!("not run: the tests before it took {total} seconds"),
        How::Ended(_) if said("overflowed its stack") => {
            "it overflowed its stack: is there a recursion without an end?".to_owned()
        }
        How::Ended(_) if said("memory allocation of") => format!(
            "it used more than {} GB of memory: is there a loop without an end?",
            LIMITS.memory.unwrap_or_default() >> 30
        ),
        // The harness prints a line before it begins, so this one could not be written.
        How::Ended(_) if finished.stdout.is_empty() || said("No space left on device") => {
            "it could not write a file: is the disk full, or that of TMPDIR?".to_owned()
        }
        how @ How::Ended(status) => match how.signal() {
            Some(Signal::SIGXFSZ) => "it wrote a file of more than 4 GB".to_owned(),
            Some(signal) => format!("the process was ended by {signal}"),
            None => format!(
                "the process ended in the middle of the test (status {}): is there a call of \
                 `exit`? Return an error instead",
                status.code().unwrap_or_default()
            ),
        },
    }
}

/// The output of the test itself: the harness prints before and after it.
fn without_harness(stdout: &str, name: &str) -> String {
    let begin = format!("test {name} ... ");
    let printed = stdout.split_once(&begin).map_or(stdout, |(_, rest)| rest);
    let printed = match printed.rsplit_once("\ntest result: ") {
        Some((printed, _)) => printed,
        None => printed,
    };
    let printed = printed
        .rsplit_once("\nfailures:\n\nfailures:\n")
        .map_or(printed, |its| its.0);
    let printed = printed.trim_end();
    let output = printed
        .strip_suffix("FAILED")
        .or(printed.strip_suffix("ok"));
    output.unwrap_or(printed).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    fn finished(how: How, stdout: &str, stderr: &str) -> Finished {
        Finished {
            how,
            stdout: stdout.to_owned(),
            stderr: stderr.to_owned(),
        }
    }

    fn exited(code: i32) -> How {
        How::Ended(ExitStatus::from_raw(code << 8))
    }

    const PASSED: &str = "\nrunning 1 test\ntest suite::one ... noise\nok\n\n\
        test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out\n\n";
    const FAILED: &str = "\nrunning 1 test\ntest suite::one ... noise\nFAILED\n\nfailures:\n\n\
        failures:\n    suite::one\n\n\
        test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 3 filtered out\n\n";

    #[test]
    fn result_is_read_from_exit_status_and_summary() {
        let panic = "\nthread 'suite::one' (7) panicked at tests/suites/x.rs:1:2:\nno\n";
        let todo = panic.replace("no\n", "not yet implemented: task 99\n");
        let cases = [
            (finished(exited(0), PASSED, ""), Status::Passed),
            (finished(exited(101), FAILED, panic), Status::Failed),
            (finished(exited(101), FAILED, &todo), Status::Todo),
            (
                finished(exited(101), PASSED, ""),
                Status::CutShort(String::new()),
            ),
            (finished(exited(0), "", ""), Status::CutShort(String::new())),
            (
                finished(How::TookTooLong, PASSED, ""),
                Status::CutShort(String::new()),
            ),
        ];
        for (finished, expected) in cases {
            let what = format!("{finished:?}");
            let status = match result("suite::one", finished).status {
                Status::CutShort(_) => Status::CutShort(String::new()),
                status => status,
            };
            assert_eq!(status, expected, "the status of {what}");
        }
    }

    #[test]
    fn full_disk_is_not_taken_for_a_call_of_exit() {
        let why = |stdout| why_cut_short(&finished(exited(101), stdout, ""));
        assert!(why("").contains("is the disk full"), "{}", why(""));
        let begun = "\nrunning 1 test\n";
        assert!(why(begun).contains("a call of `exit`"), "{}", why(begun));
    }

    #[test]
    fn output_of_a_test_is_told_from_the_harness() {
        for stdout in [PASSED, FAILED] {
            assert_eq!(without_harness(stdout, "suite::one"), "noise");
        }
        let (cut_short, _) = PASSED.split_once("\nok").unwrap();
        assert_eq!(without_harness(cut_short, "suite::one"), "noise");
    }

    #[test]
    fn first_error_is_whole_and_alone() {
        let said = "warning: x\n\nerror[E0308]: mismatched\n  --> a.rs\n\nerror: two\n";
        assert_eq!(first_error(said), "error[E0308]: mismatched\n  --> a.rs");
        assert_eq!(first_error("no such target"), "no such target");
    }

    #[test]
    fn program_is_read_from_the_messages_of_cargo() {
        let messages = r#"{"target":{"name":"x"},"executable":null}
{"target":{"name":"x"},"executable":"/a \"b\"/c-1","fresh":true}
{"target":{"name":"y"},"executable":"/y-1"}"#;
        assert_eq!(executable(messages, "x").as_deref(), Some("/a \"b\"/c-1"));
        assert_eq!(executable(messages, "z"), None);
    }
}
