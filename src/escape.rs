//! Escapes text from outside before it is logged or printed.
//!
//! Exercise, `logs-5`: a log line should be specific, and so it quotes what was typed.
//! Python: `repr()`.
//! In production: structured logs (JSON, journald), whose format does the quoting.
//!
//! Quoted text must not start a second line, move the cursor, or look like other text.

use std::fmt::Write;
use std::ops::RangeInclusive;

/// Longer text is cut after this number of bytes. A schedule with the longest path of Linux (4,095
/// bytes) and the longest name is shorter, unless many of its characters are escaped.
pub const MAX_LENGTH: usize = 8 * 1024;

/// The characters that Unicode calls format characters (category Cf) or default-ignorable, and the
/// empty Braille pattern. They are invisible, so that two names can look alike, or they change the
/// direction of the text (*bidirectional controls*).
const INVISIBLE: [RangeInclusive<char>; 26] = [
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{600}'..='\u{605}',
    '\u{61c}'..='\u{61c}',
    '\u{6dd}'..='\u{6dd}',
    '\u{70f}'..='\u{70f}',
    '\u{890}'..='\u{891}',
    '\u{8e2}'..='\u{8e2}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200f}',
    '\u{202a}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{2800}'..='\u{2800}',
    '\u{3164}'..='\u{3164}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffb}',
    '\u{110bd}'..='\u{110bd}',
    '\u{110cd}'..='\u{110cd}',
    '\u{13430}'..='\u{1343f}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
];

/// `text` on one line: control characters, invisible characters and unusual spaces become escape
/// sequences of Rust (`\n`, `\u{1b}`, `\u{a0}`). A result longer than [`MAX_LENGTH`] is cut, and ends
/// with the full length of `text`.
///
/// ```
/// use backup::escape::escape;
///
/// assert_eq!(escape("two\nlines"), "two\\nlines");
/// assert_eq!(escape("\u{1b}[2J"), "\\u{1b}[2J");
/// assert_eq!(escape("caf\u{e9} \\o/"), "caf\u{e9} \\o/");
/// ```
pub fn escape(text: &str) -> String {
    escape_up_to(MAX_LENGTH, text)
}

/// The same for a part of a message, cut after half as many bytes, so that the rest of the message
/// is not cut.
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

fn needs_escape(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    character.is_control()
        || character.is_whitespace()
        || INVISIBLE.iter().any(|range| range.contains(&character))
}
