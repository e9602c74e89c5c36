//! The sessions that the documents show, typed again.
//!
//! A block of `console` is a session of its own: a line that begins with `$ ` is typed, and what
//! follows is what comes, on standard output and on standard error. It is typed in a new directory
//! with a directory `photos` in it, at 16:07 on February 8th 2023; `$PAGE` has the two programs of
//! `examples/`, which know the real time only. What cannot be typed there, for
//! instance because it shows a process id, is `text` or `sh` instead.

use std::env;
use std::path::Path;

use crate::support::diff::assert_lines;
use crate::support::{self, MANAGER, TestEnv};
use crate::{Document, project, read, with_blocks};

#[test]
fn every_session_goes_as_it_is_shown() {
    let page = support::one_page();
    with_blocks("console", |block| {
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
        let done = shell.env("PATH", path).env("PAGE", &page).output().unwrap();
        let came = String::from_utf8_lossy(&done.stdout);
        // The reader does not set the clock: `start` warns of ours only.
        let came: String = came
            .split_inclusive('\n')
            .filter(|line| !line.contains("warning: BACKUP_CLOCK="))
            .collect();
        let shown = block.lines.join("\n") + "\n";
        assert_lines(&block.place, &shown, &came);
    });
}

/// `scripts/usage.sh` builds; `tests/usage.rs` compares what it prints with the same file.
#[test]
fn the_readme_shows_the_transcript() {
    let transcript = read(&project().join("tests/fixtures/usage.txt"));
    assert!(Document::new("README.md").text.contains(&transcript));
}
