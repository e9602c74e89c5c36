//! Races, crashes, a full disk, and processes of others.
//!
//! Most of the promises D1 to D7 and F1 to F6 of `docs/reliability.md`, which names their tests. A test that
//! needs a program, such as `strace`, is ignored unless asked for: `cargo test -- --include-ignored`.

// It looks at processes and their files through /proc.
#![cfg(target_os = "linux")]

mod support;

#[path = "faults/archives.rs"]
mod archives;
#[path = "faults/crash.rs"]
mod crash;
#[path = "faults/files.rs"]
mod files;
#[path = "faults/lifecycle.rs"]
mod lifecycle;
#[path = "faults/storm.rs"]
mod storm;

use support::running::{Running, until};
use support::watched;

/// A test program that is killed must leave no service behind.
#[test]
fn processes_of_a_killed_test_program_are_killed() {
    let dir = tempfile::TempDir::new().unwrap();
    std::fs::write(dir.path().join("left"), "").unwrap();
    let mut sleep = std::process::Command::new("sleep");
    let mut sleep = Running::new(sleep.arg("600").current_dir(&dir));
    let mut watcher = watched::watch(&dir.path().canonicalize().unwrap());
    drop(watcher.stdin.take()); // as if this program had ended
    watcher.wait().unwrap();
    // `kill` returns before the process has ended.
    until("the watcher has killed the process", || !sleep.is_alive());
    assert!(
        !dir.path().exists(),
        "the watcher must remove the directory"
    );
}
