//! A submission that does harm leaves nothing behind, and changes nothing outside its copies.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use tempfile::TempDir;

/// Sentences that run each instruction.
const SENTENCES: [&str; 5] = [
    "create adds a schedule",
    "list does not change backup_schedules.txt",
    "delete 0 removes",
    "backups lists the archives",
    "the archive is compressed",
];

/// A sentence that runs `stop`, which kills strangers. Only a process namespace hides them.
const STOPS: &str = "stop ends the service";

/// The argument by which its processes are found.
const MARK: &[u8] = b"sleep\x007243\0";

/// The hostile solution, with links that lead in a circle and out of it.
fn solution(dir: &Path) -> PathBuf {
    let solution = dir.join("solution");
    fs::create_dir_all(solution.join("below")).unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile");
    for name in ["backup_manager.py", "backup_service.py"] {
        fs::copy(fixtures.join(name), solution.join(name)).unwrap();
    }
    symlink(".", solution.join("link_to_itself")).unwrap();
    symlink("..", solution.join("below/link_up")).unwrap();
    symlink("/", solution.join("root")).unwrap();
    solution
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap());
    let mut names: Vec<_> = entries
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The shared memory of libfaketime that was made after `since`.
fn shared_memory(since: SystemTime) -> Vec<PathBuf> {
    let entries = fs::read_dir("/dev/shm").into_iter().flatten().flatten();
    let is_new = |path: &PathBuf| {
        let modified = fs::metadata(path).and_then(|file| file.modified());
        path.to_string_lossy().contains("faketime_") && modified.is_ok_and(|time| time >= since)
    };
    entries.map(|entry| entry.path()).filter(is_new).collect()
}

/// How many of its processes run on this machine.
fn running() -> usize {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let lines = entries.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
    lines.filter(|line| line == MARK).count()
}

/// Grades the solution by `sentences`, with `path` in front of `PATH`.
fn grade(sentences: &[&str], path: &Path) {
    let dir = TempDir::new().unwrap();
    let temporary = TempDir::new().unwrap();
    let solution = solution(dir.path());
    let before = names(&solution);
    let mut grade = Command::new(env!("CARGO_BIN_EXE_grade"));
    for sentence in sentences {
        grade.args(["--only", sentence]);
    }
    let since = SystemTime::now();
    let search = format!("{}:{}", path.display(), std::env::var("PATH").unwrap());
    let output = grade
        .arg(&solution)
        .env("TMPDIR", temporary.path())
        .env("PATH", search)
        .output()
        .unwrap();
    let card = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        output.status.code(),
        Some(1),
        "it should be graded, and fail:\n{card}"
    );
    assert!(
        card.contains("The exercise: "),
        "a whole card should be printed:\n{card}"
    );
    assert_eq!(
        names(&solution),
        before,
        "the solution should not be changed"
    );
    assert!(
        names(temporary.path()).is_empty(),
        "no temporary files should be left"
    );
    assert_eq!(running(), 0, "no process should be left");
    let shared = shared_memory(since);
    assert!(
        shared.is_empty(),
        "no shared memory should be left: {shared:?}"
    );
}

/// In one test, since it counts the processes of the machine.
#[test]
#[ignore = "slow: waits for what does not end"]
fn hostile_submission_leaves_nothing_behind() {
    let has_namespaces = |arguments: &[&str]| {
        let status = Command::new("unshare").args(arguments).arg("true").status();
        status.is_ok_and(|status| status.success())
    };
    if has_namespaces(&["--pid", "--fork", "--mount-proc"])
        || has_namespaces(&[
            "--user",
            "--map-current-user",
            "--pid",
            "--fork",
            "--mount-proc",
        ])
    {
        grade(
            &[&SENTENCES[..], &[STOPS]].concat(),
            Path::new("/nonexistent"),
        );
    }

    // The same on a machine without process namespaces.
    let programs = TempDir::new().unwrap();
    let unshare = programs.path().join("unshare");
    fs::write(&unshare, "#!/bin/sh\nexit 1\n").unwrap();
    fs::set_permissions(unshare, Permissions::from_mode(0o755)).unwrap();
    grade(&SENTENCES, programs.path());
}
