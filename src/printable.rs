//! Any text as one harmless line, for logs and terminals.
//!
//! Serves *try to be as specific as you can*: a log that quotes what was typed must not let it
//! forge a second line or move the reader's cursor. Python's `repr()` is the same idea.
//!
//! In production: structured logs (JSON, journald), where the format itself quotes.

use std::fmt::Write;

/// The longest text shown whole, in bytes: a schedule with the longest path Linux allows (4,096
/// bytes) and the longest name fits.
pub const LONGEST: usize = 8 * 1024;

/// `text` with each control character escaped as Rust writes it (`\n`, `\u{1b}`), and cut to
/// [`LONGEST`] bytes with a note of its full length.
pub fn printable(text: &str) -> String {
    let shown = &text[..text.floor_char_boundary(LONGEST)];
    let mut line = String::with_capacity(shown.len());
    for character in shown.chars() {
        if character.is_control() {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    if shown.len() < text.len() {
        let _ = write!(line, "... ({} bytes)", text.len());
    }
    line
}
