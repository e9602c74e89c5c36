//! A temporary directory from which no program can be run, and a missing one.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use tempfile::TempDir;

/// Mounts it in namespaces of its own: the mount ends with the grading.
const SCRIPT: &str = r#"mount -t tmpfs -o noexec tmpfs "$TMPDIR" && exec "$0" "$@""#;

#[test]
#[ignore = "needs namespaces"]
fn solution_is_graded_beside_the_grader_if_tmpdir_is_noexec() {
    let temporary = TempDir::new().unwrap();
    let solution = TempDir::new().unwrap();
    for name in ["backup_manager", "backup_service"] {
        let program = solution.path().join(name);
        fs::write(&program, "#!/bin/sh\necho \"$2\" >> backup_schedules.txt\n").unwrap();
        fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    }
    let graded = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c", SCRIPT])
        .args([env!("CARGO_BIN_EXE_grade"), "--only", "create adds"])
        .arg(solution.path())
        .env("TMPDIR", temporary.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&graded.stderr);
    assert!(
        told.contains("is mounted noexec"),
        "the grader should say where it grades: {told}"
    );
    let card = String::from_utf8_lossy(&graded.stdout);
    assert!(
        card.contains("1 of 1"),
        "the program should have been run:\n{card}"
    );
}

#[test]
fn missing_tmpdir_is_named() {
    let graded = Command::new(env!("CARGO_BIN_EXE_grade"))
        .arg(env!("CARGO_MANIFEST_DIR"))
        .env("TMPDIR", "/nowhere")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&graded.stderr);
    let expected = "not graded: can't make a directory in /nowhere: No such file";
    assert!(
        told.starts_with(expected),
        "the message should name the directory: {told}"
    );
    assert_eq!(graded.status.code(), Some(2), "nothing was graded");
}
