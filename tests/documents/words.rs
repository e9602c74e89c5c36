//! Plain English: no phrases that a reader has to decode, in documents and in comments.
//!
//! The standard terms (daemon, subcommand, lock file, ...) are welcome: a reader can search for
//! them. Text between backticks and in fenced blocks is not checked.

use crate::{assert_none, documents, files};

/// Advice, and the phrases that need it, in lower case.
const PHRASES: [(&str, &str); 4] = [
    (
        "name the thing, a person did not do it",
        "nobody|somebody|whoever|whom",
    ),
    ("name the errors", "the system answers|what x answers"),
    (
        "say what production does differently, or delete the line",
        "in production: the same.|in production: the same\n",
    ),
    (
        "say what happens, without a metaphor",
        "in its hands|in their hands|at its door|stands aside|write aside|writes aside|hangs up|\
         goes on alone|for want of|gives way to|give way to|told apart by",
    ),
];

/// These begin a clause that stands for a noun.
const CLAUSES: &str = "What |One that |One whose |One of which |Those that |Of what|Whatever ";

/// `One line a schedule` should be `one line per schedule`.
const UNITS: &str = "line|file|directory|module|instruction|test|schedule|core|block|task";

/// Sentences that break a rule.
const HARD: &[&str] = &[
    "What is in a file that cannot be read is not known: the next look makes up for this one.",
    "What the system answers.",
    "What else the system answers, in words that are clear.",
    "The error is what `out` answers.",
    "One that is ending is waited for, at most 10 seconds.",
    "Nobody hangs up while we hold the queue ourselves.",
    "One service a directory.",
    "In production: the same",
    "It gives way to the other.",
    "Of whatever else one thing suffers, the others are saved.",
];

/// Sentences that are fine, although they look a little like the above.
const PLAIN: &[&str] = &[
    "A line that is not a schedule is an error.",
    "We could not read the schedules, so we don't know what was due.",
    "What happens if two services start at once?",
    "What happens if two services\nstart at once?",
    "If the file does not exist yet, it is created.",
    "In production: the same, with `openat2` and RESOLVE_BENEATH.",
    "Runs once a day, with two checks a minute.",
    "One service per directory.",
    "A symptom of the fault.",
    "The service, a daemon, holds a lock file.",
];

fn has_clause_for_noun(paragraph: &str) -> bool {
    let sentences = paragraph.split_inclusive(['.', ';', ':', '?']);
    let mut sentences = sentences.map(str::trim_start);
    sentences.any(|sentence| {
        !sentence.ends_with('?') && CLAUSES.split('|').any(|it| sentence.starts_with(it))
    })
}

/// Whether "a" and a unit follow "one" or "two", or the word after it.
fn has_a_for_per(line: &str) -> bool {
    line.split(['.', ',', ';', ':', '|', '(', ')']).any(|part| {
        let words: Vec<&str> = part.split_whitespace().collect();
        words.windows(2).enumerate().any(|(at, pair)| {
            let before = &words[at.saturating_sub(2)..at];
            ["a", "an"].contains(&pair[0])
                && UNITS.split('|').any(|unit| unit == pair[1])
                && (before.contains(&"one") || before.contains(&"two"))
        })
    })
}

/// The advice for a paragraph that breaks a rule.
fn broken_rule(paragraph: &str) -> Option<&'static str> {
    let parts = paragraph.split('`').enumerate();
    let mut text: String = parts
        .map(|(at, part)| if at % 2 == 0 { part } else { "x" })
        .collect();
    if has_clause_for_noun(&text) {
        return Some("name the thing instead of a clause that stands for it");
    }
    text = text.to_lowercase() + "\n";
    if has_a_for_per(&text) {
        return Some("write \"per\": one line per schedule");
    }
    let has = |(_, phrases): &&(_, &str)| phrases.split('|').any(|it| text.contains(it));
    PHRASES.iter().find(has).map(|(advice, _)| *advice)
}

/// The hard phrases in these lines of a file: each paragraph that has one, with its place and the
/// advice. A sentence may go on in the next line of its paragraph.
fn hard_phrases<'a>(path: &str, lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut paragraphs: Vec<(usize, String)> = Vec::new();
    let mut goes_on = false;
    for (number, line) in lines.map(str::trim).enumerate() {
        let is_item =
            line.starts_with(['-', '*', '|', '#', '>']) || line.starts_with(char::is_numeric);
        match paragraphs.last_mut() {
            Some((_, text)) if goes_on && !is_item => *text += &format!("\n{line}"),
            _ => paragraphs.push((number + 1, line.to_owned())),
        }
        goes_on = !line.is_empty();
    }
    let broken = |(number, text): &(usize, String)| {
        broken_rule(text).map(|advice| format!("{path}:{number}: {advice}:\n{text}"))
    };
    paragraphs.iter().filter_map(broken).collect()
}

/// The text of a comment; nothing for a line of code.
fn comment(line: &str) -> &str {
    let comment = line.trim_start().strip_prefix("//");
    comment.unwrap_or_default().trim_start_matches(['/', '!'])
}

#[test]
fn text_has_no_hard_phrases() {
    let mut found = Vec::new();
    for document in documents() {
        found.extend(hard_phrases(&document.path, document.prose().lines()));
    }
    for directory in ["src", "tests", "grader", "exercises", "examples"] {
        for file in files(directory, "rs") {
            found.extend(hard_phrases(&file.path, file.text.lines().map(comment)));
        }
    }
    assert_none("these phrases should be rewritten", found);
}

#[test]
fn hard_sentences_are_reported_and_plain_ones_are_not() {
    for (sentences, expected) in [(HARD, true), (PLAIN, false)] {
        for sentence in sentences {
            let is_reported = broken_rule(sentence).is_some();
            assert_eq!(is_reported, expected, "should this be reported? {sentence}");
        }
    }
}
