//! A short report per task, or JSON, for CI.

use crate::error::Error;
use crate::explain;
use crate::output::{green, red, say};
use crate::progress::Progress;
use crate::report::{Outcome, Status};
use crate::task::Task;
use crate::testing;

/// The points of a task that is done. A task that is not done gets a part of them, by its tests.
const MAX_POINTS: usize = 10;

/// The report on one task.
struct Checked<'a> {
    task: &'a Task,
    status: &'static str,
    /// The compiler's first error, or the first failed expectation.
    message: String,
    /// Name, status and message of each test.
    tests: Vec<(String, &'static str, String)>,
    points: usize,
}

/// Tests `tasks` and prints a short report on each, or all reports as JSON. Returns whether all
/// tasks are done.
///
/// # Errors
/// If the tests of a task cannot be run.
pub fn run(tasks: &[&Task], as_json: bool) -> Result<bool, Error> {
    let mut reports = Vec::new();
    for task in tasks {
        let report = check(task)?;
        if !as_json {
            print(&report);
        }
        reports.push(report);
    }
    if as_json {
        say!("{}", json(&reports));
    }
    Ok(reports.iter().all(|report| report.status == "done"))
}

fn check<'a>(task: &'a Task) -> Result<Checked<'a>, Error> {
    let mut report = Checked {
        task,
        status: "missing",
        message: String::new(),
        tests: Vec::new(),
        points: 0,
    };
    if let Some(missing) = task.missing_file() {
        report.message = missing;
        return Ok(report);
    }
    let run = testing::test(task, None)?;
    report.status = match (Progress::after(task, &run), &run.outcome) {
        (Progress::Done, _) => "done",
        (Progress::NotBegun, _) => "not begun",
        (_, Outcome::DoesNotCompile(_)) => "does not compile",
        _ => "in progress",
    };
    match &run.outcome {
        Outcome::DoesNotCompile(message) => report.message = explain::compiler_error(message),
        Outcome::Graded { card, .. } => report.message = explain::shorten(card),
        Outcome::Tested(tested) => {
            let failed = tested.failed().next();
            report.message = failed.map_or(String::new(), |first| {
                format!("{}\n{}", first.name, explain::failure(task, first))
            });
            report.points = MAX_POINTS * tested.passed() / tested.results.len().max(1);
            report.tests = tested
                .results
                .iter()
                .map(|test| match test.status {
                    Status::Passed => (test.name.clone(), "passed", String::new()),
                    _ => (test.name.clone(), "failed", explain::failure(task, test)),
                })
                .collect();
        }
    }
    if report.status == "done" {
        report.points = MAX_POINTS;
    }
    Ok(report)
}

fn print(report: &Checked) {
    let title = report.task.title();
    let passed = report
        .tests
        .iter()
        .filter(|(_, status, _)| *status == "passed")
        .count();
    let all = report.tests.len();
    match (report.status, all) {
        ("done", _) => say!("{title:<18}{}", green("done")),
        ("not begun", _) => say!("{title:<18}not begun"),
        ("in progress", 1..) => say!(
            "{title:<18}{}",
            red(&format!("{passed} of {all} tests pass"))
        ),
        (status, _) => say!("{title:<18}{}", red(status)),
    }
    if report.status != "not begun" {
        for line in report.message.trim().lines() {
            say!("{}", format!("    {line}").trim_end());
        }
    }
}

fn json(reports: &[Checked]) -> String {
    let tasks: Vec<_> = reports.iter().map(task_json).collect();
    let is_done = |report: &&Checked| report.status == "done";
    let done = reports.iter().filter(is_done).count();
    let points: usize = reports.iter().map(|report| report.points).sum();
    let max_points = MAX_POINTS * reports.len();
    format!(
        "{{\"done\":{done},\"points\":{points},\"max_points\":{max_points},\"tasks\":[{}]}}",
        tasks.join(",")
    )
}

fn task_json(report: &Checked) -> String {
    let test = |(name, status, message): &(String, &str, String)| {
        let [name, status, message] = [name, *status, message.trim()].map(quote);
        format!("{{\"name\":{name},\"status\":{status},\"message\":{message}}}")
    };
    let tests: Vec<_> = report.tests.iter().map(test).collect();
    format!(
        "{{\"task\":{},\"name\":{},\"status\":{},\"points\":{},\"max_points\":{MAX_POINTS},\
         \"message\":{},\"tests\":[{}]}}",
        report.task.number,
        quote(&report.task.name),
        quote(report.status),
        report.points,
        quote(report.message.trim()),
        tests.join(",")
    )
}

/// `text` as a JSON string (RFC 8259).
fn quote(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            control if control.is_control() => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_a_json_string() {
        assert_eq!(
            quote("a \"b\"\\\n\t\u{e9}"),
            "\"a \\\"b\\\"\\\\\\n\\u0009\u{e9}\""
        );
    }

    #[test]
    fn report_is_json() {
        let task = Task::in_folder("exercises/03_schedule".into()).expect("a task's folder");
        let report = Checked {
            task: &task,
            status: "in progress",
            message: "no".to_owned(),
            tests: vec![("one".to_owned(), "failed", "no\n".to_owned())],
            points: 0,
        };
        let expected = "{\"done\":0,\"points\":0,\"max_points\":10,\"tasks\":[{\"task\":3,\
            \"name\":\"schedule\",\"status\":\"in progress\",\"points\":0,\"max_points\":10,\
            \"message\":\"no\",\"tests\":[{\"name\":\"one\",\"status\":\"failed\",\
            \"message\":\"no\"}]}]}";
        assert_eq!(json(&[report]), expected);
    }
}
