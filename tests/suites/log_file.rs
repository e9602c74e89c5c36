//! The rules for `log_file.rs`.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::symlink;
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

/// Appends a line at 16:07 on February 8 2023.
fn try_log(dir: &TempDir, name: &str, message: &str) -> io::Result<()> {
    let now = Local.with_ymd_and_hms(2023, 2, 8, 16, 7, 0).unwrap();
    append(dir.path(), name, &FakeClock::new(now, now), message)
}

/// The same, and it must succeed.
#[track_caller]
fn log(dir: &TempDir, name: &str, message: &str) {
    let begin = message.get(..20).unwrap_or(message);
    try_log(dir, name, message)
        .unwrap_or_else(|error| panic!("{begin:?} must be logged, not: {error}"));
}

/// Compares the log `logs/NAME` with the lines that it should have.
#[track_caller]
fn assert_log(dir: &TempDir, name: &str, expected: &str) {
    let path = format!("logs/{name}");
    let actual = fs::read_to_string(dir.path().join(&path))
        .unwrap_or_else(|error| panic!("there must be a file {path}: {error}"));
    assert_lines(&path, expected, &actual);
}

/// `result` must be an error that begins with the path of the log.
#[track_caller]
fn assert_error<T>(name: &str, result: io::Result<T>) {
    let error = result.err().expect("it must be an error").to_string();
    let names_it = error.starts_with(&format!("logs/{name}: "));
    assert!(names_it, "the error must begin with logs/{name}: {error}");
}

/// In a new directory there is no `logs` yet. Afterwards there is `logs/backup_manager.log`.
#[test]
fn first_line_creates_directory_and_file() {
    let dir = TempDir::new().unwrap();
    log(&dir, MANAGER_LOG, "Show backups list");
    let expected = "[08/02/2023 16:07] Show backups list\n";
    assert_log(&dir, "backup_manager.log", expected);
}

/// A second line neither replaces the first nor fails because the directory is there already.
#[test]
fn second_line_is_appended() {
    let dir = TempDir::new().unwrap();
    log(&dir, SERVICE_LOG, "one");
    log(&dir, SERVICE_LOG, "two");
    let expected = "[08/02/2023 16:07] one\n[08/02/2023 16:07] two\n";
    assert_log(&dir, "backup_service.log", expected);
}

/// `start` opens the service's log for the service's standard error, and the service logs there too.
/// Each `write` goes to the end of the file, whenever it was opened.
#[test]
fn open_log_appends_after_lines_of_others() {
    let dir = TempDir::new().unwrap();
    let mut held = open(dir.path(), SERVICE_LOG).expect("`open` must create the log");
    log(&dir, SERVICE_LOG, "one");
    held.write_all(b"a panic\n").unwrap();
    log(&dir, SERVICE_LOG, "two");
    let expected = "[08/02/2023 16:07] one\na panic\n[08/02/2023 16:07] two\n";
    assert_log(&dir, SERVICE_LOG, expected);
}

/// Log rotation moves the log away, and the next line creates a new one.
#[test]
fn rotated_log_is_created_again() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("logs/backup_service.log");
    log(&dir, SERVICE_LOG, "old");
    fs::rename(&path, path.with_extension("log.1")).unwrap();
    log(&dir, SERVICE_LOG, "new");
    assert_log(&dir, SERVICE_LOG, "[08/02/2023 16:07] new\n");
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
    log(&dir, MANAGER_LOG, &"x".repeat(5000));
    let writes = writes() - before;
    assert_eq!(writes, 1, "a line must be one `write`");
}

/// Eight threads log at once, 25 long lines each: all 200 are there, each in one piece.
#[test]
fn concurrent_writers_lose_and_mix_nothing() {
    let dir = TempDir::new().unwrap();
    let message = |writer: usize| writer.to_string().repeat(1000);
    thread::scope(|scope| {
        for writer in 0..8 {
            let dir = &dir;
            scope.spawn(move || (0..25).for_each(|_| log(dir, MANAGER_LOG, &message(writer))));
        }
    });
    let text = fs::read_to_string(dir.path().join("logs/backup_manager.log")).unwrap();
    for writer in 0..8 {
        let line = format!("[08/02/2023 16:07] {}", message(writer));
        let whole = text.lines().filter(|found| **found == line).count();
        assert_eq!(whole, 25, "all 25 lines of writer {writer} must be whole");
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
    assert_error(MANAGER_LOG, try_log(&dir, MANAGER_LOG, "gotcha"));
    let found = fs::read_to_string(elsewhere).unwrap();
    assert_eq!(found, "precious", "the file must not be changed");
}

/// Opening a FIFO for writing blocks until another program reads it.
#[test]
fn fifo_is_an_error_at_once() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("logs")).unwrap();
    mkfifo(&dir.path().join("logs/backup_service.log"), Mode::S_IRWXU).unwrap();
    let here = dir.path().to_owned();
    assert_error(SERVICE_LOG, promptly(move || open(&here, SERVICE_LOG)));
}

/// `logs` is a file here, so that no log can be in it.
#[test]
fn error_names_the_log() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("logs"), "a file").unwrap();
    assert_error(SERVICE_LOG, try_log(&dir, SERVICE_LOG, "lost"));
}
