//! Any text as one harmless line, for logs and terminals.
//!
//! Serves *try to be as specific as you can*: a log that quotes what was typed must not let it
//! forge a second line or move the reader's cursor. Python's `repr()` is the same idea.
//!
//! In production: structured logs (JSON, journald), where the format itself quotes.

use std::fmt::Write;

/// The longest text shown whole, in bytes: a schedule with the longest path Linux allows (4,096
/// bytes) and the longest name fits.
pub const MAX_LENGTH: usize = 8 * 1024;

/// `text` with each character that would steer the terminal, rather than show on it, escaped as
/// Rust writes it (`\n`, `\u{1b}`), and cut after [`MAX_LENGTH`] bytes with a note of its full
/// length.
pub fn escape(text: &str) -> String {
    escape_up_to(MAX_LENGTH, text)
}

/// The same for a part of a message, cut after half as many bytes, so that what follows it is seen.
pub fn escape_truncated(text: &str) -> String {
    escape_up_to(MAX_LENGTH / 2, text)
}

fn escape_up_to(max_length: usize, text: &str) -> String {
    let mut line = String::new();
    for character in text.chars() {
        if line.len() + character.len_utf8() > max_length {
            let _ = write!(line, "... ({} bytes)", text.len());
            break;
        }
        if needs_escape(character) {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

/// Control characters; the two that Unicode ends a line or a paragraph with; and those that turn
/// the direction of writing, with which a line can be made to read as another.
fn needs_escape(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
