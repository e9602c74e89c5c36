//! The rules for `escape.rs`.

use super::subject::{MAX_LENGTH, escape, escape_truncated};
use crate::support::cases::assert_cases;

#[test]
fn visible_text_stays_in_any_language() {
    let texts = [
        "",
        "a line",
        "dossier \u{e9}t\u{e9}",
        "e\u{301}te\u{301}",
        "\u{5199}\u{771f}",
        "\u{645}\u{644}\u{641}",
        "\u{1f98a}",
        "back\\slash",
        "\"quoted\"",
    ];
    let cases = texts.map(|text| (text, text.to_owned()));
    assert_cases("visible text must not be changed", cases, |text| {
        escape(text)
    });
}

#[test]
fn control_characters_become_escape_sequences() {
    let cases = [
        ("two\nlines", "two\\nlines"),
        ("\r\t", "\\r\\t"),
        ("\u{1b}[2J", "\\u{1b}[2J"),
        ("nul\0", "nul\\u{0}"),
        ("\u{9b}31m", "\\u{9b}31m"),
        ("\u{7f}", "\\u{7f}"),
    ];
    let cases = cases.map(|(text, escaped)| (text, escaped.to_owned()));
    assert_cases("control characters must be escaped", cases, |text| {
        escape(text)
    });
}

/// Two names that differ only by these look alike; some of them turn the text around.
#[test]
fn invisible_characters_become_escape_sequences() {
    let invisible = "\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{200b}\u{200d}\u{200e}\u{200f}\
                     \u{2028}\u{2029}\u{202a}\u{202e}\u{2060}\u{2064}\u{2066}\u{2069}\u{206f}\
                     \u{3164}\u{fe0f}\u{feff}\u{fff9}\u{1d173}\u{e0001}\u{e0041}\u{e007f}";
    let cases = invisible
        .chars()
        .map(|character| (character, character.escape_unicode().to_string()));
    assert_cases("invisible characters must be escaped", cases, |character| {
        escape(&character.to_string())
    });
}

/// Two names that differ only by these look alike.
#[test]
fn spaces_other_than_the_usual_one_become_escape_sequences() {
    let spaces = "\u{a0}\u{1680}\u{2000}\u{2005}\u{200a}\u{202f}\u{205f}\u{2800}\u{3000}";
    let cases = spaces
        .chars()
        .map(|space| (space, format!("a{}b", space.escape_unicode())));
    assert_cases("unusual spaces must be escaped", cases, |space| {
        escape(&format!("a{space}b"))
    });
}

#[test]
fn text_of_maximal_length_is_not_cut() {
    let text = "x".repeat(MAX_LENGTH);
    assert!(escape(&text) == text, "{MAX_LENGTH} bytes must not be cut");
}

/// A path of Linux has at most 4,095 bytes, and a name here 250.
#[test]
fn longest_schedule_is_not_cut() {
    let path = "x".repeat(4095);
    let schedule = format!("{path};16:07;{}", "n".repeat(250));
    assert!(
        escape(&schedule) == schedule,
        "a schedule with the longest path and name must not be cut"
    );
    assert!(
        escape_truncated(&path) == path,
        "the longest path must not be cut as a part of a message"
    );
}

#[test]
fn longer_text_is_cut_and_ends_with_its_length() {
    for (escaped, kept) in [
        (escape(&"x".repeat(MAX_LENGTH + 1)), MAX_LENGTH),
        (
            escape_truncated(&"x".repeat(MAX_LENGTH + 1)),
            MAX_LENGTH / 2,
        ),
    ] {
        let end = format!("... ({} bytes)", MAX_LENGTH + 1);
        assert!(
            escaped == format!("{}{end}", "x".repeat(kept)),
            "{kept} bytes must be kept, then {end:?}; this has {} bytes and ends in {:?}",
            escaped.len(),
            &escaped[escaped.len().saturating_sub(30)..]
        );
    }
}

#[test]
fn cut_never_splits_a_character() {
    for first in ["", "x"] {
        let text = format!("{first}{}", "\u{e9}".repeat(MAX_LENGTH));
        let end = format!("\u{e9}... ({} bytes)", text.len());
        let escaped = escape(&text);
        assert!(
            escaped.ends_with(&end) && escaped.len() < MAX_LENGTH + end.len(),
            "the text must be cut between two characters, and end in {end:?}"
        );
    }
}
