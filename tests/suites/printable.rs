//! What `printable.rs` must do.

use super::subject::{LONGEST, printable, quoted};

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
        assert_eq!(printable(text), text);
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
        assert_eq!(printable(text), shown);
    }
}

#[test]
fn a_text_of_the_longest_length_is_shown_whole() {
    let text = "x".repeat(LONGEST);
    assert_eq!(printable(&text), text);
}

/// Linux takes paths of 4,096 bytes, and names of 250 are ours.
#[test]
fn a_schedule_of_the_longest_path_and_name_is_shown_whole_and_so_is_the_path_in_a_sentence() {
    let path = "x".repeat(4096);
    let schedule = format!("{path};16:07;{}", "n".repeat(250));
    assert_eq!(printable(&schedule), schedule);
    assert_eq!(quoted(&path), path);
    assert_eq!(
        quoted(&schedule),
        format!("{path}... ({} bytes)", schedule.len())
    );
}

#[test]
fn a_longer_one_is_cut_with_a_note_of_its_length() {
    let shown = printable(&"x".repeat(LONGEST + 1));
    assert_eq!(
        shown,
        format!("{}... ({} bytes)", "x".repeat(LONGEST), LONGEST + 1)
    );
}

#[test]
fn the_cut_never_splits_a_character() {
    let shown = printable(&"é".repeat(LONGEST));
    assert!(shown.starts_with(&"é".repeat(LONGEST / 2)), "{shown:.20}");
    let odd = printable(&format!("x{}", "é".repeat(LONGEST)));
    assert!(
        odd.contains(&format!("é... ({} bytes)", 2 * LONGEST + 1)),
        "{odd:.20}"
    );
}
