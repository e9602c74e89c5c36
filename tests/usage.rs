//! `scripts/usage.sh` runs the exercise's example and prints the transcript in
//! `tests/fixtures/usage.txt`. That file differs from the exercise's own transcript
//! (`usage.spec.txt`) only by the differences listed here.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use tempfile::TempDir;

/// Cargo sets this when it runs tests. The path that it compiles in may be another checkout's.
fn project() -> PathBuf {
    PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or(".".into()))
}

fn fixture(name: &str) -> String {
    fs::read_to_string(project().join("tests/fixtures").join(name)).unwrap()
}

/// The script at this path, with the programs that this test was built with. The shell reads it: a
/// copy that was just written cannot always be executed, since another test that starts a process at
/// that moment may have it open for writing (ETXTBSY of execve(2)).
fn script(path: &Path) -> Command {
    let programs = Path::new(env!("CARGO_BIN_EXE_backup_manager")).parent();
    let mut command = Command::new("bash");
    command.arg(path).arg("--programs").arg(programs.unwrap());
    // The script copies the programs to `TMPDIR`, which may be on a file system from which none can be run.
    command.env("TMPDIR", env!("CARGO_TARGET_TMPDIR"));
    command
}

fn usage_sh() -> PathBuf {
    project().join("scripts/usage.sh")
}

#[test]
fn script_prints_exactly_the_transcript() {
    script(&usage_sh())
        .assert()
        .success()
        .stdout(fixture("usage.txt"))
        .stderr(contains("The output matches the exercise's transcript.\n"));
}

/// Through a symbolic link, from another directory.
#[test]
fn output_is_the_same_in_any_locale_zone_and_directory_but_for_the_time() {
    let dir = TempDir::new().unwrap();
    let link = dir.path().join("replay-the-example");
    symlink(usage_sh(), &link).unwrap();
    script(&link)
        .args(["--at", "07:30"])
        .env("LC_ALL", "fr_FR.UTF-8")
        .env("TZ", "NST3:30NDT,M3.2.0,M11.1.0")
        .current_dir("/")
        .assert()
        .success()
        .stdout(fixture("usage.txt").replace("16:07", "07:30"));
}

#[test]
fn programs_that_cannot_run_are_one_clear_error() {
    let dir = TempDir::new().unwrap();
    for name in ["backup_manager", "backup_service"] {
        fs::write(dir.path().join(name), "not executable").unwrap();
    }
    // Programs that cannot run look the same as a `TMPDIR` mounted noexec.
    for (tmpdir, reason) in [
        (dir.path(), "can't run programs in"),
        (Path::new("/nowhere"), "/nowhere"),
    ] {
        Command::new("bash")
            .arg(usage_sh())
            .arg("--programs")
            .arg(dir.path())
            .env("TMPDIR", tmpdir)
            .assert()
            .code(2)
            .stdout("")
            .stderr(contains(reason).and(contains("set TMPDIR")));
    }
}

#[test]
fn wrong_time_is_an_error() {
    script(&usage_sh())
        .args(["--at", "24:00"])
        .assert()
        .code(2)
        .stderr(contains("not a time: 24:00"));
}

/// A copy of the script beside another transcript.
#[test]
fn difference_is_shown_with_both_lines() {
    let transcript = fixture("usage.txt");
    let other_name = transcript.replacen("backup_service\n", "backup_service.py\n", 1);
    for (expected, message) in [
        (
            other_name,
            "Line 14 differs from the exercise's transcript:\n  expected: backup_service.py\n  \
             actual:   backup_service\nIt was printed after \"--> Content of the directory\"",
        ),
        (
            transcript + "one more\n",
            "Line 37 differs from the exercise's transcript:\n  expected: one more\n  \
             actual:   (the output ends here)",
        ),
    ] {
        let copy = TempDir::new().unwrap();
        fs::create_dir_all(copy.path().join("tests/fixtures")).unwrap();
        fs::create_dir(copy.path().join("scripts")).unwrap();
        fs::write(copy.path().join("tests/fixtures/usage.txt"), expected).unwrap();
        for name in ["scripts/usage.sh", "scripts/replay.sh"] {
            fs::copy(project().join(name), copy.path().join(name)).unwrap();
        }
        script(&copy.path().join("scripts/usage.sh"))
            .assert()
            .code(1)
            .stderr(contains(message));
    }
}

/// A difference, and how it changes the exercise's transcript.
type Difference = (&'static str, fn(String) -> String);

const DIFFERENCES: [Difference; 3] = [
    ("programs have no .py", |spec| spec.replace(".py", "")),
    (
        "the script makes the three directories to save, so `ls` shows them too",
        |spec| spec.replace(" logs\n", " logs test test1 test2\n"),
    ),
    ("names are listed in byte order, one per line", |spec| {
        let (mut lines, mut names) = (Vec::new(), Vec::new());
        for line in spec.lines().chain(["-->"]) {
            if !line.contains([':', '>']) {
                names.extend(line.split(' '));
                continue;
            }
            names.sort_unstable();
            lines.append(&mut names);
            lines.push(line);
        }
        lines.pop();
        lines.join("\n") + "\n"
    }),
];

#[test]
fn transcript_is_the_exercises_except_for_named_differences() {
    let mut transcript = fixture("usage.spec.txt");
    for (difference, apply) in DIFFERENCES {
        let applied = apply(transcript.clone());
        assert_ne!(
            applied, transcript,
            "this difference no longer exists, remove it from the list: {difference}"
        );
        transcript = applied;
    }
    assert_eq!(transcript, fixture("usage.txt"));
}
