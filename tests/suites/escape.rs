//! What `escape.rs` must do.

use super::subject::{MAX_LENGTH, escape, escape_truncated};

#[test]
fn plain_text_stays_as_it_is_whatever_its_language() {
    for text in [
        "",
        "a line",
        "dossier été",
        "写真",
        "back\\slash",
        "\"quoted\"",
    ] {
        assert_eq!(escape(text), text);
    }
}

#[test]
fn control_characters_are_shown_and_not_obeyed() {
    for (text, shown) in [
        ("two\nlines", "two\\nlines"),
        ("\r\t", "\\r\\t"),
        ("\u{1b}[2J", "\\u{1b}[2J"),
        ("nul\0", "nul\\u{0}"),
        ("\u{9b}31m", "\\u{9b}31m"),
        ("\u{7f}", "\\u{7f}"),
    ] {
        assert_eq!(escape(text), shown);
    }
}

#[test]
fn a_text_of_the_longest_length_is_shown_whole() {
    let text = "x".repeat(MAX_LENGTH);
    assert_eq!(escape(&text), text);
}

/// Linux takes paths of 4,096 bytes, and names of 250 are ours.
#[test]
fn a_schedule_of_the_longest_path_and_name_is_shown_whole_and_so_is_the_path_in_a_sentence() {
    let path = "x".repeat(4096);
    let schedule = format!("{path};16:07;{}", "n".repeat(250));
    assert_eq!(escape(&schedule), schedule);
    assert_eq!(escape_truncated(&path), path);
    assert_eq!(
        escape_truncated(&schedule),
        format!("{path}... ({} bytes)", schedule.len())
    );
}

#[test]
fn a_longer_one_is_cut_with_a_note_of_its_length() {
    let shown = escape(&"x".repeat(MAX_LENGTH + 1));
    assert_eq!(
        shown,
        format!("{}... ({} bytes)", "x".repeat(MAX_LENGTH), MAX_LENGTH + 1)
    );
}

#[test]
fn the_cut_never_splits_a_character() {
    let shown = escape(&"é".repeat(MAX_LENGTH));
    assert!(
        shown.starts_with(&"é".repeat(MAX_LENGTH / 2)),
        "{shown:.20}"
    );
    let odd = escape(&format!("x{}", "é".repeat(MAX_LENGTH)));
    assert!(
        odd.contains(&format!("é... ({} bytes)", 2 * MAX_LENGTH + 1)),
        "{odd:.20}"
    );
}
