//! A grading that is interrupted prints no card and leaves nothing behind.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

/// How long to wait for a grading to begin.
const TIMEOUT: Duration = Duration::from_secs(30);

#[test]
fn ctrl_c_leaves_nothing_behind() {
    // `TMPDIR` may be mounted noexec: then the grader would use another directory.
    let temporary = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let solution =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/submissions/reference");
    let grading = Command::new(env!("CARGO_BIN_EXE_grade"))
        .arg(solution)
        .env("TMPDIR", temporary.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let is_empty = || fs::read_dir(&temporary).unwrap().next().is_none();
    let since = Instant::now();
    while is_empty() && since.elapsed() < TIMEOUT {
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_secs(1));
    let pid = Pid::from_raw(grading.id().try_into().unwrap());
    kill(pid, Signal::SIGINT).unwrap();
    let output = grading.wait_with_output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(130),
        "the exit status should be that of a Ctrl-C"
    );
    assert!(output.stdout.is_empty(), "no card should be printed");
    assert!(is_empty(), "the temporary files should be gone");
}
