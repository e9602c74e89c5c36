//! What `log_file.rs` must do.

use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::thread;

use backup::clock::FakeClock;
use backup::layout::{MANAGER_LOG, SERVICE_LOG};
use chrono::{Local, TimeZone};
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tempfile::TempDir;

use super::subject::{append, open};
use crate::support::{running::promptly, skipped};

fn clock() -> FakeClock {
    let now = Local.with_ymd_and_hms(2023, 2, 8, 16, 7, 0).unwrap();
    FakeClock::new(now, now)
}

fn read(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join("logs").join(name)).unwrap()
}

/// In a new directory there is no `logs` yet. Afterwards there is `logs/backup_manager.log`.
#[test]
fn the_first_line_makes_the_directory_and_the_file() {
    let dir = TempDir::new().unwrap();
    append(dir.path(), MANAGER_LOG, &clock(), "Show backups list").unwrap();
    assert_eq!(
        read(dir.path(), "backup_manager.log"),
        "[08/02/2023 16:07] Show backups list\n"
    );
}

/// A second line neither replaces the first nor fails because the directory is there already.
#[test]
fn each_line_follows_the_last() {
    let dir = TempDir::new().unwrap();
    for message in ["one", "two"] {
        append(dir.path(), SERVICE_LOG, &clock(), message).unwrap();
    }
    let log = read(dir.path(), "backup_service.log");
    assert_eq!(log, "[08/02/2023 16:07] one\n[08/02/2023 16:07] two\n");
}

/// `start` opens the service's log and gives it to the service, which logs there as well. Whoever
/// writes, and whenever they opened it: what they write goes to the end.
#[test]
fn an_open_log_is_written_at_its_end_whoever_wrote_meanwhile() {
    let dir = TempDir::new().unwrap();
    let mut held = open(dir.path(), SERVICE_LOG).unwrap();
    append(dir.path(), SERVICE_LOG, &clock(), "one").unwrap();
    held.write_all(b"a panic\n").unwrap();
    append(dir.path(), SERVICE_LOG, &clock(), "two").unwrap();
    assert_eq!(
        read(dir.path(), SERVICE_LOG),
        "[08/02/2023 16:07] one\na panic\n[08/02/2023 16:07] two\n"
    );
}

/// Who tidies up moves the log away, and the next line makes a new one.
#[test]
fn a_log_that_was_moved_away_is_begun_anew() {
    let dir = TempDir::new().unwrap();
    let log = dir.path().join("logs/backup_service.log");
    append(dir.path(), SERVICE_LOG, &clock(), "old").unwrap();
    fs::rename(&log, log.with_extension("log.1")).unwrap();
    append(dir.path(), SERVICE_LOG, &clock(), "new").unwrap();
    assert_eq!(
        read(dir.path(), "backup_service.log"),
        "[08/02/2023 16:07] new\n"
    );
}

/// How often this thread has written to a file, as Linux counts it.
fn writes() -> Option<u64> {
    let counts = fs::read_to_string("/proc/thread-self/io").ok()?;
    let count = counts.lines().find_map(|line| line.strip_prefix("syscw: "));
    count?.parse().ok()
}

/// Between two writes another program may write, and one that is killed leaves half a line.
#[test]
fn a_line_is_one_write() {
    let dir = TempDir::new().unwrap();
    let before = writes();
    append(dir.path(), MANAGER_LOG, &clock(), &"x".repeat(5000)).unwrap();
    match (before, writes()) {
        (Some(before), Some(after)) => assert_eq!(after - before, 1, "writes for one line"),
        _ => skipped("nobody counts writes here"),
    }
}

/// Eight threads log at once, 25 long lines each: all 200 are there, each in one piece.
#[test]
fn many_writers_at_once_lose_and_mix_nothing() {
    let dir = TempDir::new().unwrap();
    let message = |writer: usize| writer.to_string().repeat(1000);
    thread::scope(|scope| {
        for writer in 0..8 {
            let dir = dir.path();
            scope.spawn(move || {
                for _ in 0..25 {
                    append(dir, MANAGER_LOG, &clock(), &message(writer)).unwrap();
                }
            });
        }
    });
    let log = read(dir.path(), MANAGER_LOG);
    for writer in 0..8 {
        let line = format!("[08/02/2023 16:07] {}", message(writer));
        assert_eq!(log.lines().filter(|found| **found == line).count(), 25);
    }
}

/// Who may write in `logs` could put a link there that leads to a file of yours. Nothing is
/// written through it, and the error names the log.
#[test]
fn a_link_is_not_followed() {
    let dir = TempDir::new().unwrap();
    let elsewhere = dir.path().join("elsewhere");
    fs::write(&elsewhere, "precious").unwrap();
    fs::create_dir(dir.path().join("logs")).unwrap();
    symlink(&elsewhere, dir.path().join("logs/backup_manager.log")).unwrap();
    let error = append(dir.path(), MANAGER_LOG, &clock(), "gotcha").unwrap_err();
    assert!(
        error.to_string().contains("logs/backup_manager.log"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(elsewhere).unwrap(), "precious");
}

/// To open a FIFO for writing is to wait until somebody reads it. A log is not worth that wait.
#[test]
fn a_fifo_is_an_error_and_not_waited_for() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("logs")).unwrap();
    mkfifo(&dir.path().join("logs/backup_service.log"), Mode::S_IRWXU).unwrap();
    let here = dir.path().to_owned();
    let error = promptly(move || open(&here, SERVICE_LOG).unwrap_err());
    assert!(
        error.to_string().starts_with("logs/backup_service.log: "),
        "{error}"
    );
}

/// Here `logs` is a file, so that no log can be in it. The error says which log was meant.
#[test]
fn logs_that_cannot_be_written_are_an_error_that_names_them() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("logs"), "a file").unwrap();
    let error = append(dir.path(), SERVICE_LOG, &clock(), "lost").unwrap_err();
    assert!(
        error.to_string().starts_with("logs/backup_service.log: "),
        "{error}"
    );
}
