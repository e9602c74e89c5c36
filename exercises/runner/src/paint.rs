//! Colour, where it is welcome: on a terminal, and not if `NO_COLOR` is set (no-color.org).

use std::env;
use std::io::{self, IsTerminal};

/// `text` in green: done.
pub fn green(text: &str) -> String {
    paint("32", text)
}

/// `text` in yellow: in progress.
pub fn yellow(text: &str) -> String {
    paint("33", text)
}

/// `text` in red: failed.
pub fn red(text: &str) -> String {
    paint("31", text)
}

/// `text` in bold: what to do.
pub fn bold(text: &str) -> String {
    paint("1", text)
}

/// Whether a person is looking.
pub fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

fn paint(code: &str, text: &str) -> String {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if is_terminal() && !refused {
        format!("\x1b[{code}m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}
