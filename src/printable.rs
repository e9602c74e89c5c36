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

/// `text` with each character that would steer the terminal, rather than show on it, escaped as
/// Rust writes it (`\n`, `\u{1b}`), and cut after [`LONGEST`] bytes with a note of its full length.
pub fn printable(text: &str) -> String {
    within(LONGEST, text)
}

/// The same for a part of a message, cut after half as many bytes, so that what follows it is seen.
pub fn quoted(text: &str) -> String {
    within(LONGEST / 2, text)
}

fn within(longest: usize, text: &str) -> String {
    let mut line = String::new();
    for character in text.chars() {
        if line.len() + character.len_utf8() > longest {
            let _ = write!(line, "... ({} bytes)", text.len());
            break;
        }
        if is_an_order(character) {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

/// Control characters; the two that Unicode ends a line or a paragraph with; and those that turn
/// the direction of writing, with which a line can be made to read as another.
fn is_an_order(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
