//! What `log_file.rs` must do.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::thread;

use backup::clock::Fake;
use chrono::{Local, TimeZone};
use tempfile::TempDir;

use super::subject::{MANAGER, SERVICE, append};

fn clock() -> Fake {
    let now = Local.with_ymd_and_hms(2023, 2, 8, 16, 7, 0).unwrap();
    Fake::new(now, now)
}

fn read(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join("logs").join(name)).unwrap()
}

#[test]
fn the_first_line_makes_the_directory_and_the_file() {
    let dir = TempDir::new().unwrap();
    append(dir.path(), MANAGER, &clock(), "Show backups list").unwrap();
    assert_eq!(
        read(dir.path(), "backup_manager.log"),
        "[08/02/2023 16:07] Show backups list\n"
    );
}

#[test]
fn each_line_follows_the_last() {
    let dir = TempDir::new().unwrap();
    for message in ["one", "two"] {
        append(dir.path(), SERVICE, &clock(), message).unwrap();
    }
    let log = read(dir.path(), "backup_service.log");
    assert_eq!(log, "[08/02/2023 16:07] one\n[08/02/2023 16:07] two\n");
}

#[test]
fn a_log_that_was_moved_away_is_begun_anew() {
    let dir = TempDir::new().unwrap();
    let log = dir.path().join("logs/backup_service.log");
    append(dir.path(), SERVICE, &clock(), "old").unwrap();
    fs::rename(&log, log.with_extension("log.1")).unwrap();
    append(dir.path(), SERVICE, &clock(), "new").unwrap();
    assert_eq!(
        read(dir.path(), "backup_service.log"),
        "[08/02/2023 16:07] new\n"
    );
}

#[test]
fn many_writers_at_once_lose_and_mix_nothing() {
    let dir = TempDir::new().unwrap();
    let message = |writer: usize| writer.to_string().repeat(1000);
    thread::scope(|scope| {
        for writer in 0..8 {
            let dir = dir.path();
            scope.spawn(move || {
                for _ in 0..25 {
                    append(dir, MANAGER, &clock(), &message(writer)).unwrap();
                }
            });
        }
    });
    let log = read(dir.path(), MANAGER);
    for writer in 0..8 {
        let line = format!("[08/02/2023 16:07] {}", message(writer));
        assert_eq!(log.lines().filter(|found| **found == line).count(), 25);
    }
}

#[test]
fn a_link_is_not_followed() {
    let dir = TempDir::new().unwrap();
    let elsewhere = dir.path().join("elsewhere");
    fs::write(&elsewhere, "precious").unwrap();
    fs::create_dir(dir.path().join("logs")).unwrap();
    symlink(&elsewhere, dir.path().join("logs/backup_manager.log")).unwrap();
    let error = append(dir.path(), MANAGER, &clock(), "gotcha").unwrap_err();
    assert!(
        error.to_string().contains("logs/backup_manager.log"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(elsewhere).unwrap(), "precious");
}

#[test]
fn logs_that_cannot_be_written_are_an_error_that_names_them() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("logs"), "a file").unwrap();
    let error = append(dir.path(), SERVICE, &clock(), "lost").unwrap_err();
    assert!(
        error.to_string().starts_with("logs/backup_service.log: "),
        "{error}"
    );
}
