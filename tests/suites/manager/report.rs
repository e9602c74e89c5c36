//! The rules for `manager/report.rs`. `tests/words.rs` tests what the programs print.

use std::fs;

use backup::clock::FakeClock;
use backup::outcome::{Done, Failure, Outcome};
use chrono::{Local, TimeZone};
use tempfile::TempDir;

use super::subject::report;

/// Reports `outcome` in `dir` at 16:07. Returns the exit status and the log.
fn reported(dir: &TempDir, outcome: &Outcome) -> (u8, String) {
    let now = Local.with_ymd_and_hms(2023, 2, 8, 16, 7, 0).unwrap();
    let status = report(dir.path(), &FakeClock::new(now, now), outcome);
    let log = fs::read_to_string(dir.path().join("logs/backup_manager.log")).unwrap_or_default();
    (status, log)
}

/// Neither warnings nor advice are logged.
#[test]
fn outcome_is_logged_in_the_words_of_the_exercise() {
    let warned = Done {
        warnings: vec!["careful".into()],
        ..Done::new("added")
    };
    let unknown = Failure::usage("unknown instruction: x", "did you mean y?");
    for (outcome, status, line) in [
        (Ok(warned), 0, "added"),
        (Err(unknown), 2, "Error: unknown instruction: x"),
        (Err(Failure::new("what", "why")), 1, "Error: what"),
    ] {
        let actual = reported(&TempDir::new().unwrap(), &outcome);
        let expected = (status, format!("[08/02/2023 16:07] {line}\n"));
        assert_eq!(actual, expected, "status and log for {outcome:?}");
    }
}

#[test]
fn log_that_cannot_be_written_is_a_failure() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("logs"), "a file in the way").unwrap();
    let (status, _) = reported(&dir, &Ok(Done::new("done")));
    assert_eq!(status, Failure::ERROR, "a success that is not logged");
    let (status, _) = reported(&dir, &Err(Failure::usage("what", "why")));
    assert_eq!(status, Failure::USAGE, "a failure keeps its own status");
}
