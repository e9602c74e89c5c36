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

/// The script of `project`, with the programs that this test was built with. It is given to the
/// shell to read: a copy that was just written cannot always be run, since another test that starts
/// a process at that moment has it open for writing too (ETXTBSY of execve(2)).
fn script(project: &Path) -> Command {
    with_programs(&project.join("scripts/usage.sh"))
}

fn with_programs(script: &Path) -> Command {
    let programs = Path::new(env!("CARGO_BIN_EXE_backup_manager"))
        .parent()
        .unwrap();
    let mut command = Command::new("bash");
    command.arg(script);
    command.arg("--programs").arg(programs);
    // The script copies the programs to `TMPDIR`, which may be on a file system from which none can be run.
    command.env("TMPDIR", env!("CARGO_TARGET_TMPDIR"));
    command
}

#[test]
fn script_prints_exactly_the_transcript() {
    script(&project())
        .assert()
        .success()
        .stdout(fixture("usage.txt"))
        .stderr(contains("The output matches the exercise's transcript.\n"));
}

#[test]
fn script_runs_through_a_symbolic_link() {
    let dir = TempDir::new().unwrap();
    let link = dir.path().join("replay-the-example");
    symlink(project().join("scripts/usage.sh"), &link).unwrap();
    with_programs(&link)
        .assert()
        .success()
        .stdout(fixture("usage.txt"));
}

#[test]
fn programs_that_cannot_run_are_one_clear_error() {
    let dir = TempDir::new().unwrap();
    for name in ["backup_manager", "backup_service"] {
        fs::write(dir.path().join(name), "not executable").unwrap();
    }
    Command::new("bash")
        .arg(project().join("scripts/usage.sh"))
        .arg("--programs")
        .arg(dir.path())
        .assert()
        .code(2)
        .stdout("")
        .stderr(contains("can't run programs in").and(contains("set TMPDIR")));
}

#[test]
fn output_is_the_same_in_any_locale_zone_and_directory() {
    script(&project())
        .env("LC_ALL", "fr_FR.UTF-8")
        .env("TZ", "NST3:30NDT,M3.2.0,M11.1.0")
        .current_dir("/")
        .assert()
        .success()
        .stdout(fixture("usage.txt"));
}

#[test]
fn script_runs_at_another_time() {
    let transcript = fixture("usage.txt").replace("16:07", "07:30");
    script(&project())
        .args(["--at", "07:30"])
        .assert()
        .success()
        .stdout(transcript);
}

#[test]
fn wrong_time_is_an_error() {
    script(&project())
        .args(["--at", "24:00"])
        .assert()
        .code(2)
        .stderr(contains("not a time: 24:00"));
}

#[test]
fn difference_is_shown_with_both_lines() {
    let differing = "Line 14 differs from the exercise's transcript:\n  expected: backup_service.py\n  \
                     actual:   backup_service\nIt was printed after \"--> Content of the directory\"";
    project_that_expects(&fixture("usage.txt").replacen(
        "backup_service\n",
        "backup_service.py\n",
        1,
    ))
    .fails_with(differing);
    project_that_expects(&fixture("usage.txt").replace("personal_data.tar\n", ""))
        .fails_with("Line 10 differs");
    project_that_expects(&(fixture("usage.txt") + "one more\n"))
        .fails_with("Line 37 differs from the exercise's transcript:\n  expected: one more\n  actual:   (the output ends here)");
}

/// A copy of the script beside another transcript.
struct Copy(TempDir);

fn project_that_expects(transcript: &str) -> Copy {
    let copy = TempDir::new().unwrap();
    let put = |name: &str, content: &str| {
        let path = copy.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
    };
    put("tests/fixtures/usage.txt", transcript);
    for name in ["scripts/usage.sh", "scripts/replay.sh"] {
        put(name, &fs::read_to_string(project().join(name)).unwrap());
    }
    Copy(copy)
}

impl Copy {
    fn fails_with(&self, message: &str) {
        script(self.0.path())
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
        let mut lines: Vec<String> = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for line in spec.lines().chain(["-->"]) {
            let is_listing = !line.contains([':', '>']);
            if is_listing {
                names.extend(line.split(' ').map(str::to_owned));
            } else {
                names.sort();
                lines.append(&mut names);
                lines.push(line.to_owned());
            }
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
