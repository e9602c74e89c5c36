//! The rules for `escape.rs`.

use super::subject::{MAX_LENGTH, escape, escape_truncated};
use crate::support::cases::assert_cases;

#[test]
fn control_characters_are_escaped_and_visible_text_is_not() {
    let cases = [
        ("", ""),
        ("dossier \u{e9}t\u{e9}", "dossier \u{e9}t\u{e9}"),
        ("e\u{301}te\u{301}", "e\u{301}te\u{301}"),
        ("\u{5199}\u{771f}", "\u{5199}\u{771f}"),
        ("\u{645}\u{644}\u{641}", "\u{645}\u{644}\u{641}"),
        ("\u{1f98a}", "\u{1f98a}"),
        ("back\\slash", "back\\slash"),
        ("\"quoted\"", "\"quoted\""),
        ("two\nlines", "two\\nlines"),
        ("\r\t", "\\r\\t"),
        ("\u{1b}[2J", "\\u{1b}[2J"),
        ("nul\0", "nul\\u{0}"),
        ("\u{9b}31m", "\\u{9b}31m"),
        ("\u{7f}", "\\u{7f}"),
    ];
    let cases = cases.map(|(text, escaped)| (text, escaped.to_owned()));
    assert_cases("only control characters must be escaped", cases, |text| {
        escape(text)
    });
}

/// Two names that differ only by these look alike; some of them turn the text around. The last row has
/// spaces, and the empty Braille pattern.
#[test]
fn invisible_characters_and_unusual_spaces_are_escaped() {
    let invisible = "\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{200b}\u{200d}\u{200e}\u{200f}\
                     \u{2028}\u{2029}\u{202a}\u{202e}\u{2060}\u{2064}\u{2066}\u{2069}\u{206f}\
                     \u{3164}\u{fe0f}\u{feff}\u{fff9}\u{1d173}\u{e0001}\u{e0041}\u{e007f}\
                     \u{a0}\u{1680}\u{2000}\u{2005}\u{200a}\u{202f}\u{205f}\u{2800}\u{3000}";
    let cases = invisible
        .chars()
        .map(|character| (character, character.escape_unicode().to_string()));
    assert_cases("invisible characters must be escaped", cases, |character| {
        escape(&character.to_string())
    });
}

/// A path of Linux has at most 4,095 bytes, and a name here 250.
#[test]
fn longest_schedule_is_not_cut() {
    let path = "x".repeat(4095);
    let schedule = format!("{path};16:07;{}", "n".repeat(250));
    assert!(escape(&schedule) == schedule, "the longest schedule");
    assert!(
        escape_truncated(&path) == path,
        "the longest path, in part of a message"
    );
}

#[test]
fn longer_text_is_cut_and_ends_with_its_length() {
    let text = "x".repeat(MAX_LENGTH + 1);
    let cut = |kept| format!("{}... ({} bytes)", &text[..kept], text.len());
    for (escaped, expected) in [
        (escape(&text[1..]), text[1..].to_owned()),
        (escape(&text), cut(MAX_LENGTH)),
        (escape_truncated(&text), cut(MAX_LENGTH / 2)),
    ] {
        let end = |text: &str| text[text.len() - 30..].to_owned();
        assert!(
            escaped == expected,
            "this should have {} bytes and end in {:?}, not {} and {:?}",
            expected.len(),
            end(&expected),
            escaped.len(),
            end(&escaped)
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
