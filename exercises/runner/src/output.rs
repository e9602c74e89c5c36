//! Standard output and colors.

use std::env;
use std::io::{self, IsTerminal};

/// `println!` that ignores write errors: `cargo ex | head` closes the pipe early, and that must
/// change neither the work nor the exit status.
macro_rules! say {
    ($($argument:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($argument)*);
    }};
}
pub(crate) use say;

/// `text` in green: done.
pub fn green(text: &str) -> String {
    color("32", text)
}

/// `text` in yellow: in progress.
pub fn yellow(text: &str) -> String {
    color("33", text)
}

/// `text` in red: failed.
pub fn red(text: &str) -> String {
    color("31", text)
}

/// `text` in bold: what to do.
pub fn bold(text: &str) -> String {
    color("1", text)
}

/// Whether standard output is a terminal that understands escape sequences.
pub fn is_terminal() -> bool {
    let is_dumb = env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
    io::stdout().is_terminal() && !is_dumb
}

/// `text` between escape sequences (ECMA-48), where they are welcome.
fn color(code: &str, text: &str) -> String {
    if wants_color(|name| env::var(name).ok(), is_terminal()) {
        format!("\x1b[{code}m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

/// Whether to use colors: only on a terminal, and not if one of the usual variables refuses them
/// (no-color.org, bixense.com/clicolors, and cargo's own).
fn wants_color(variable: impl Fn(&str) -> Option<String>, is_terminal: bool) -> bool {
    let is = |name: &str, value: &str| variable(name).is_some_and(|found| found == value);
    let refused = variable("NO_COLOR").is_some_and(|value| !value.is_empty())
        || is("CARGO_TERM_COLOR", "never")
        || is("CLICOLOR", "0");
    is_terminal && !refused
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_can_be_refused() {
        let cases = [
            (("X", ""), true),
            (("NO_COLOR", "1"), false),
            (("NO_COLOR", ""), true),
            (("CARGO_TERM_COLOR", "never"), false),
            (("CARGO_TERM_COLOR", "auto"), true),
            (("CLICOLOR", "0"), false),
        ];
        for ((name, value), expected) in cases {
            let variable = |asked: &str| (asked == name).then(|| value.to_owned());
            assert_eq!(
                wants_color(variable, true),
                expected,
                "{name}={value} on a terminal"
            );
            assert!(!wants_color(variable, false), "{name}={value} in a pipe");
        }
    }
}
