//! One thing has one name, in the documents and in the comments of the code.

use crate::{Document, files, project, read};

/// What it is not called here, and what it is called. Other programs have words of their own: they
/// stand between backticks, or in a fenced block, and are not looked at.
const NAMES: [(&str, &str); 11] = [
    ("tarball", "archive"),
    ("subcommand", "instruction"),
    ("job", "schedule, or backup"),
    ("crontab entry", "schedule, or line"),
    ("log entry", "line"),
    ("logfile", "log"),
    ("lockfile", "lock's file"),
    ("pidfile", "pid file"),
    ("daemon", "service"),
    ("filename", "file name"),
    ("timezone", "time zone"),
];

/// A text without what stands between backticks.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join(" ")
}

/// Whether `line` has `name` as a word, also with an `s`.
fn has(line: &str, name: &str) -> bool {
    let line = line.to_lowercase();
    line.match_indices(name).any(|(at, _)| {
        let is_letter = |character: Option<char>| character.is_some_and(char::is_alphabetic);
        let after = &line[at + name.len()..];
        let after = after.strip_prefix('s').unwrap_or(after);
        !is_letter(line[..at].chars().next_back()) && !is_letter(after.chars().next())
    })
}

/// Every text to look at, with its path: documents without blocks, and comments of sources.
fn texts() -> Vec<(String, String)> {
    let documents = Document::all().into_iter();
    let documents = documents.map(|document| (document.path.clone(), document.prose()));
    let sources = ["src", "tests/suites"]
        .map(|directory| files(directory, "rs"))
        .concat();
    let comments = sources.into_iter().map(|path| {
        let source = read(&project().join(&path));
        let is_comment = |line: &&str| line.trim_start().starts_with("//");
        let keep = |line| if is_comment(&line) { line } else { "" };
        let comments: Vec<&str> = source.lines().map(keep).collect();
        (path, comments.join("\n"))
    });
    documents.chain(comments).collect()
}

#[test]
fn one_thing_has_one_name() {
    let mut found = Vec::new();
    for (path, text) in texts() {
        for (number, line) in text.lines().enumerate() {
            let line = without_code(line);
            for (name, ours) in NAMES {
                if has(&line, name) {
                    found.push(format!("{path}:{}: {name}: say {ours}", number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "other names:\n{}", found.join("\n"));
}

#[test]
fn a_name_is_found_as_a_word_and_not_in_code() {
    for line in ["Two Tarballs.", "(tarball)", "a tarball, a `tar`"] {
        assert!(has(&without_code(line), "tarball"), "{line}");
    }
    for line in [
        "`tarball`",
        "tarballistic",
        "an archive",
        "a `tarball` and `more`",
    ] {
        assert!(!has(&without_code(line), "tarball"), "{line}");
    }
}
