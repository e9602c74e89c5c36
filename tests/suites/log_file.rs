//! The rules for `log_file.rs`.

use std::fs;
use std::io::{self, Write};
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
use crate::support::diff::assert_lines;
use crate::support::running::promptly;

fn clock() -> FakeClock {
    let now = Local.with_ymd_and_hms(2023, 2, 8, 16, 7, 0).unwrap();
    FakeClock::new(now, now)
}

fn read(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join("logs").join(name))
        .unwrap_or_else(|error| panic!("there must be a file logs/{name}: {error}"))
}

/// Appends a line, which must succeed.
#[track_caller]
fn log(dir: &Path, name: &str, message: &str) {
    append(dir, name, &clock(), message)
        .unwrap_or_else(|error| panic!("{message:.20?} must be logged, not: {error}"));
}

/// `result` must be an error that begins with the name of the log, because of `rule`.
#[track_caller]
fn is_error_of<T>(log: &str, rule: &str, result: io::Result<T>) {
    let Err(error) = result else {
        panic!("{rule}: the result must be an error, not `Ok`");
    };
    assert!(
        error.to_string().starts_with(&format!("{log}: ")),
        "the error must begin with `{log}: `, and is: {error}"
    );
}

/// In a new directory there is no `logs` yet. Afterwards there is `logs/backup_manager.log`.
#[test]
fn first_line_creates_directory_and_file() {
    let dir = TempDir::new().unwrap();
    log(dir.path(), MANAGER_LOG, "Show backups list");
    assert_lines(
        "logs/backup_manager.log",
        "[08/02/2023 16:07] Show backups list\n",
        &read(dir.path(), "backup_manager.log"),
    );
}

/// A second line neither replaces the first nor fails because the directory is there already.
#[test]
fn second_line_is_appended() {
    let dir = TempDir::new().unwrap();
    for message in ["one", "two"] {
        log(dir.path(), SERVICE_LOG, message);
    }
    assert_lines(
        "logs/backup_service.log",
        "[08/02/2023 16:07] one\n[08/02/2023 16:07] two\n",
        &read(dir.path(), "backup_service.log"),
    );
}

/// `start` opens the service's log for the service's standard error, and the service logs there too.
/// Each `write` goes to the end of the file, whenever it was opened.
#[test]
fn open_log_appends_after_lines_of_others() {
    let dir = TempDir::new().unwrap();
    let mut held = open(dir.path(), SERVICE_LOG).expect("`open` must create the log");
    log(dir.path(), SERVICE_LOG, "one");
    held.write_all(b"a panic\n").unwrap();
    log(dir.path(), SERVICE_LOG, "two");
    assert_lines(
        "the log of two writers",
        "[08/02/2023 16:07] one\na panic\n[08/02/2023 16:07] two\n",
        &read(dir.path(), SERVICE_LOG),
    );
}

/// Log rotation moves the log away, and the next line creates a new one.
#[test]
fn rotated_log_is_created_again() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("logs/backup_service.log");
    log(dir.path(), SERVICE_LOG, "old");
    fs::rename(&path, path.with_extension("log.1")).unwrap();
    log(dir.path(), SERVICE_LOG, "new");
    assert_lines(
        "the new log",
        "[08/02/2023 16:07] new\n",
        &read(dir.path(), "backup_service.log"),
    );
}

/// The number of `write` calls of this thread, from Linux.
#[cfg(target_os = "linux")]
fn writes() -> u64 {
    let counts = fs::read_to_string("/proc/thread-self/io").unwrap();
    let count = counts.lines().find_map(|line| line.strip_prefix("syscw: "));
    count.unwrap().parse().unwrap()
}

/// Between two writes another program may write, and one that is killed leaves half a line.
#[cfg(target_os = "linux")]
#[test]
fn line_is_one_write() {
    let dir = TempDir::new().unwrap();
    let before = writes();
    log(dir.path(), MANAGER_LOG, &"x".repeat(5000));
    assert_eq!(
        writes() - before,
        1,
        "a line must be one `write` (left: the number of yours)"
    );
}

/// Eight threads log at once, 25 long lines each: all 200 are there, each in one piece.
#[test]
fn concurrent_writers_lose_and_mix_nothing() {
    let dir = TempDir::new().unwrap();
    let message = |writer: usize| writer.to_string().repeat(1000);
    thread::scope(|scope| {
        for writer in 0..8 {
            let dir = dir.path();
            scope.spawn(move || {
                for _ in 0..25 {
                    log(dir, MANAGER_LOG, &message(writer));
                }
            });
        }
    });
    let text = read(dir.path(), MANAGER_LOG);
    for writer in 0..8 {
        let line = format!("[08/02/2023 16:07] {}", message(writer));
        assert_eq!(
            text.lines().filter(|found| **found == line).count(),
            25,
            "all 25 lines of writer {writer} must be in the log, each whole (left: yours)"
        );
    }
}

/// A user who may write in `logs` could put a link there that leads to one of your files.
#[test]
fn symbolic_link_is_not_followed() {
    let dir = TempDir::new().unwrap();
    let elsewhere = dir.path().join("elsewhere");
    fs::write(&elsewhere, "precious").unwrap();
    fs::create_dir(dir.path().join("logs")).unwrap();
    symlink(&elsewhere, dir.path().join("logs/backup_manager.log")).unwrap();
    let result = append(dir.path(), MANAGER_LOG, &clock(), "gotcha");
    is_error_of(
        "logs/backup_manager.log",
        "a symbolic link in the log's place must not be opened",
        result,
    );
    assert_eq!(
        fs::read_to_string(elsewhere).unwrap(),
        "precious",
        "the file behind the link must not be changed (left: yours)"
    );
}

/// Opening a FIFO for writing blocks until another program reads it.
#[test]
fn fifo_is_an_error_at_once() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("logs")).unwrap();
    mkfifo(&dir.path().join("logs/backup_service.log"), Mode::S_IRWXU).unwrap();
    let here = dir.path().to_owned();
    is_error_of(
        "logs/backup_service.log",
        "a FIFO in the log's place must not be opened",
        promptly(move || open(&here, SERVICE_LOG)),
    );
}

/// `logs` is a file here, so that no log can be in it.
#[test]
fn error_names_the_log() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("logs"), "a file").unwrap();
    is_error_of(
        "logs/backup_service.log",
        "nothing can be logged if `logs` is a file",
        append(dir.path(), SERVICE_LOG, &clock(), "lost"),
    );
}
