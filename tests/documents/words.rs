//! Plain English: no phrases that a reader has to decode, in documents and in comments.
//!
//! The standard terms (daemon, subcommand, lock file, ...) are welcome: a reader can search for
//! them. Text between backticks and in fenced blocks is not checked.

use crate::{Document, files, project, read};

/// A kind of phrase, and the check that finds it in a line without code.
type Rule = (&'static str, fn(&str) -> bool);

const RULES: [Rule; 6] = [
    ("name the thing, a person did not do it", has_person),
    (
        "name the thing instead of a clause that stands for it",
        has_clause_for_noun,
    ),
    ("name the errors", has_system_that_answers),
    ("write \"per\": one line per schedule", has_a_for_per),
    (
        "say what production does differently, or delete the line",
        says_nothing,
    ),
    ("say what happens, without a metaphor", has_metaphor),
];

/// Sentences that break a rule.
const HARD: [&str; 9] = [
    "What is in a file that cannot be read is not known: the next look makes up for this one.",
    "What the system answers.",
    "What else the system answers, in words that are clear.",
    "One that is ending is waited for, at most 10 seconds.",
    "Nobody hangs up while we hold the queue ourselves.",
    "One service a directory.",
    "In production: the same.",
    "It gives way to the other.",
    "Of whatever else one thing suffers, the others are saved.",
];

/// Sentences that are fine, although they look a little like the above.
const PLAIN: [&str; 9] = [
    "A line that is not a schedule is an error.",
    "We could not read the schedules, so we don't know what was due.",
    "What happens if two services start at once?",
    "If the file does not exist yet, it is created.",
    "In production: the same, with `openat2` and RESOLVE_BENEATH.",
    "Runs once a day, with two checks a minute.",
    "One service per directory.",
    "A symptom of the fault.",
    "The service, a daemon, holds a lock file.",
];

fn has_person(line: &str) -> bool {
    words(line)
        .any(|word| ["nobody", "somebody", "whoever", "whomever", "whom"].contains(&word.as_str()))
}

fn has_clause_for_noun(line: &str) -> bool {
    const BEGINNINGS: [&str; 7] = [
        "What ",
        "One that ",
        "One whose ",
        "One of which ",
        "Those that ",
        "Of what",
        "Whatever ",
    ];
    // A sentence that goes on in the next line may be a question.
    line.split_inclusive(['.', ';', ':', '?'])
        .map(str::trim_start)
        .filter(|sentence| sentence.ends_with(['.', ';', ':']))
        .any(|sentence| BEGINNINGS.iter().any(|it| sentence.starts_with(it)))
}

fn has_system_that_answers(line: &str) -> bool {
    let line = line.to_lowercase();
    line.contains("the system answers") || line.contains("what `out` answers")
}

fn has_a_for_per(line: &str) -> bool {
    const UNITS: [&str; 10] = [
        "line",
        "file",
        "directory",
        "module",
        "instruction",
        "test",
        "schedule",
        "core",
        "block",
        "task",
    ];
    let is_unit = |word: &String| UNITS.contains(&word.as_str());
    line.split(['.', ',', ';', ':', '|', '(', ')']).any(|part| {
        let words: Vec<String> = words(part).collect();
        // "one a directory", "one service a directory"
        let is_per = |at: usize| match words.get(at..at + 2) {
            Some([article, unit]) => (article == "a" || article == "an") && is_unit(unit),
            _ => false,
        };
        let mut counts = (0..words.len()).filter(|&at| words[at] == "one" || words[at] == "two");
        counts.any(|at| is_per(at + 1) || is_per(at + 2))
    })
}

fn says_nothing(line: &str) -> bool {
    line.trim_end()
        .trim_end_matches('.')
        .ends_with("In production: the same")
}

fn has_metaphor(line: &str) -> bool {
    const METAPHORS: [&str; 12] = [
        "in its hands",
        "in their hands",
        "at its door",
        "stands aside",
        "write aside",
        "writes aside",
        "hangs up",
        "goes on alone",
        "for want of",
        "gives way to",
        "give way to",
        "told apart by",
    ];
    let line = line.to_lowercase();
    METAPHORS.iter().any(|metaphor| line.contains(metaphor))
}

/// The words of a line, in lower case.
fn words(line: &str) -> impl Iterator<Item = String> {
    let words = line.split(|character: char| !character.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// A line with each code span replaced by `x`.
fn without_code(line: &str) -> String {
    let parts = line.split('`').enumerate();
    parts
        .map(|(index, part)| if index % 2 == 0 { part } else { "x" })
        .collect()
}

/// The advice for a line that breaks a rule.
fn broken_rule(line: &str) -> Option<&'static str> {
    let line = without_code(line);
    RULES
        .iter()
        .find(|(_, breaks)| breaks(&line))
        .map(|(advice, _)| *advice)
}

/// The text of each file to check, with its path: documents, and the comments of sources.
fn texts() -> Vec<(String, String)> {
    let documents = Document::all().into_iter();
    let documents = documents.map(|document| (document.path.clone(), document.prose()));
    let sources =
        ["src", "tests", "grader", "exercises", "examples"].map(|directory| files(directory, "rs"));
    let comments = sources.concat().into_iter().map(|path| {
        let source = read(&project().join(&path));
        let comment = |line: &str| match line.trim_start().strip_prefix("//") {
            Some(comment) => comment.trim_start_matches(['/', '!']).trim().to_owned(),
            None => String::new(),
        };
        let comments: Vec<String> = source.lines().map(comment).collect();
        (path, comments.join("\n"))
    });
    documents.chain(comments).collect()
}

#[test]
fn text_has_no_hard_phrases() {
    let mut found = Vec::new();
    for (path, text) in texts() {
        // This file quotes the phrases.
        if path.ends_with("documents/words.rs") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            if let Some(advice) = broken_rule(line.trim()) {
                found.push(format!(
                    "{path}:{}: {advice}:\n    {}",
                    number + 1,
                    line.trim()
                ));
            }
        }
    }
    assert!(
        found.is_empty(),
        "{} phrases to rewrite:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn hard_sentences_are_found() {
    for sentence in HARD {
        assert!(
            broken_rule(sentence).is_some(),
            "this sentence must be reported: {sentence}"
        );
    }
}

#[test]
fn plain_sentences_are_not_reported() {
    for sentence in PLAIN {
        assert_eq!(
            broken_rule(sentence),
            None,
            "this sentence is fine: {sentence}"
        );
    }
}
