//! `scripts/usage.sh`, the specification's own example: it prints the transcript in
//! `tests/fixtures/usage.txt`, which differs from the specification's in nothing but what is
//! listed here.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use predicates::str::contains;
use tempfile::TempDir;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn fixture(name: &str) -> String {
    fs::read_to_string(project().join("tests/fixtures").join(name)).unwrap()
}

/// The script of `project`, with the programs that this test was built with. It is given to the
/// shell to read: a copy that was just written cannot always be run, since another test that starts
/// a process at that moment has it open for writing too (ETXTBSY of execve(2)).
fn script(project: &Path) -> Command {
    let programs = Path::new(env!("CARGO_BIN_EXE_backup_manager"))
        .parent()
        .unwrap();
    let mut command = Command::new("bash");
    command.arg(project.join("scripts/usage.sh"));
    command.arg("--programs").arg(programs);
    command
}

#[test]
fn the_script_prints_the_transcript_to_the_byte() {
    script(project())
        .assert()
        .success()
        .stdout(fixture("usage.txt"));
}

#[test]
fn neither_the_locale_nor_the_zone_nor_the_directory_changes_it() {
    script(project())
        .env("LC_ALL", "fr_FR.UTF-8")
        .env("TZ", "NST3:30NDT,M3.2.0,M11.1.0")
        .current_dir("/")
        .assert()
        .success()
        .stdout(fixture("usage.txt"));
}

#[test]
fn it_replays_at_another_time() {
    let transcript = fixture("usage.txt").replace("16:07", "07:30");
    script(project())
        .args(["--at", "07:30"])
        .assert()
        .success()
        .stdout(transcript);
}

#[test]
fn what_is_no_time_is_refused() {
    script(project())
        .args(["--at", "24:00"])
        .assert()
        .code(2)
        .stderr(contains("not a time: 24:00"));
}

#[test]
fn a_failure_says_which_line_differs() {
    let differing = "line 14 differs\n  expected: backup_service.py\n  came:     backup_service\n";
    project_that_expects(&fixture("usage.txt").replacen(
        "backup_service\n",
        "backup_service.py\n",
        1,
    ))
    .fails_with(differing);
    project_that_expects(&fixture("usage.txt").replace("personal_data.tar\n", ""))
        .fails_with("line 10 differs");
    project_that_expects(&(fixture("usage.txt") + "one more\n"))
        .fails_with("line 37 differs\n  expected: one more");
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
    let content = fs::read_to_string(project().join("scripts/usage.sh")).unwrap();
    put("scripts/usage.sh", &content);
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

/// A difference, and how it changes the specification's transcript.
type Difference = (&'static str, fn(String) -> String);

const DIFFERENCES: [Difference; 3] = [
    ("programs have no .py", |spec| spec.replace(".py", "")),
    (
        "the script makes the three directories to save where it runs, so that they are shown",
        |spec| spec.replace(" logs\n", " logs test test1 test2\n"),
    ),
    ("names are listed in byte order, one a line", |spec| {
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
fn the_transcript_is_the_specifications_but_for_named_differences() {
    let mut transcript = fixture("usage.spec.txt");
    for (difference, apply) in DIFFERENCES {
        let applied = apply(transcript.clone());
        assert_ne!(
            applied, transcript,
            "not a difference any more: {difference}"
        );
        transcript = applied;
    }
    assert_eq!(transcript, fixture("usage.txt"));
}
