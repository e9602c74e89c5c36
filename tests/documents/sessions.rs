//! The sessions that the documents show are run.
//!
//! Each block of `console` is one session. A line that begins with `$ ` is typed, and the next lines
//! are the output, standard error included. A session runs in a new directory that contains a
//! directory `photos`, at 16:07 on February 8 2023. `$PAGE` has the two programs of `examples/`,
//! which know the real time only. Output that cannot be predicted, such as a process id, is in a
//! block of `text` or `sh` instead.

use std::env;
use std::path::Path;
use std::thread;

use crate::support::diff::assert_lines;
use crate::support::{self, MANAGER, TestEnv};
use crate::{Block, blocks, file};

fn needs_ps(block: &Block) -> bool {
    block.lines.iter().any(|line| line.starts_with("$ ps "))
}

#[test]
fn every_session_prints_what_it_shows() {
    run_sessions(|block| !needs_ps(block));
}

#[test]
#[ignore = "needs ps"]
fn every_session_with_ps_prints_what_it_shows() {
    run_sessions(needs_ps);
}

/// Runs the sessions that are `wanted`, all at once.
fn run_sessions(wanted: impl Fn(&Block) -> bool) {
    let page = support::one_page();
    thread::scope(|scope| {
        for block in blocks("console").into_iter().filter(|block| wanted(block)) {
            let page = &page;
            scope.spawn(move || run(&block, page));
        }
    });
}

/// Runs a session, and compares its output with what the document shows.
fn run(block: &Block, page: &Path) {
    let env = TestEnv::new();
    env.write("photos/cat.txt", "a cat\n");
    let mut script = String::from("exec 2>&1\n");
    for line in &block.lines {
        if let Some(typed) = line.strip_prefix("$ ") {
            script += &format!("printf '%s\\n' '{}'\n", line.replace('\'', r"'\''"));
            script += &format!("{typed}\n");
        }
    }
    let programs = Path::new(MANAGER).parent().unwrap().to_str().unwrap();
    let path = format!("{programs}:{}", env::var("PATH").unwrap());
    let mut shell = env.script(&script);
    let done = shell.env("PATH", path).env("PAGE", page).output().unwrap();
    let output = String::from_utf8_lossy(&done.stdout);
    // The reader does not set the clock: `start` warns of ours only.
    let lines = output.split_inclusive('\n');
    let actual: String = lines
        .filter(|line| !line.contains("warning: BACKUP_CLOCK="))
        .collect();
    let shown = block.lines.join("\n") + "\n";
    assert_lines(&block.place, &shown, &actual);
}

/// `scripts/usage.sh` builds; `tests/usage.rs` compares what it prints with the same file.
#[test]
fn the_readme_shows_the_transcript() {
    let transcript = &file("tests/fixtures/usage.txt").text;
    let shows = file("README.md").text.contains(transcript);
    assert!(shows, "README.md should show the transcript");
}
