//! What can be told from a Rust file without compiling it.

use std::fs;
use std::path::{Path, PathBuf};

/// A test as its suite has it.
pub struct Test {
    /// The function's name, a sentence with `_` between its words.
    pub name: String,
    /// What the comment above it says; may be empty.
    pub about: String,
    /// Where it is: the suite and the line, from 1.
    pub file: PathBuf,
    pub line: usize,
}

impl Test {
    /// Whether `name`, with or without the modules it is in, is this one's.
    pub fn is(&self, name: &str) -> bool {
        name.rsplit("::").next() == Some(&self.name)
    }
}

/// The tests of a suite, in order.
pub fn tests(suite: &Path) -> Vec<Test> {
    let text = fs::read_to_string(suite).unwrap_or_default();
    let mut tests = Vec::new();
    let mut about = String::new();
    let mut is_test = false;
    for (index, line) in text.lines().map(str::trim).enumerate() {
        if let Some(comment) = line.strip_prefix("///") {
            about.push_str(comment);
        } else if line == "#[test]" {
            is_test = true;
        } else if let Some(name) = line.strip_prefix("fn ").filter(|_| is_test) {
            tests.push(Test {
                name: name.split('(').next().unwrap_or(name).to_owned(),
                about: about.trim().to_owned(),
                file: suite.to_owned(),
                line: index + 1,
            });
            is_test = false;
        }
        if !line.starts_with("///") && !line.starts_with("#[") {
            about.clear();
        }
    }
    tests
}

/// The files that a Rust text names in `#[path = "..."]`.
pub fn paths(text: &str) -> impl Iterator<Item = &str> {
    let rest = text.split("#[path = \"").skip(1);
    rest.filter_map(|rest| rest.split('"').next())
}

/// Whether every function of a stub is still to be written.
pub fn is_untouched(stub: &str) -> bool {
    let functions = signatures(stub).filter(|signature| signature.has_body);
    functions.count() == stub.matches("todo!(").count()
}

/// What a Rust text offers: each `fn`, `struct`, `enum`, `trait`, `const` and `type`, from its first
/// word to its body, in one line.
pub struct Signature {
    pub text: String,
    pub is_public: bool,
    pub has_body: bool,
}

/// The signatures of a Rust text as rustfmt writes it, in order.
pub fn signatures(text: &str) -> impl Iterator<Item = Signature> {
    text.lines()
        .scan(0, |offset, line| {
            let start = *offset;
            *offset += line.len() + 1;
            Some((start, line.trim_start()))
        })
        .filter_map(|(start, line)| {
            let item = line.strip_prefix("pub ").unwrap_or(line);
            let kinds = ["fn ", "struct ", "enum ", "trait ", "const ", "type "];
            if !kinds.iter().any(|kind| item.starts_with(kind)) {
                return None;
            }
            let end = end_of_signature(&text[start..]);
            let signature = &text[start..start + end];
            Some(Signature {
                text: signature.split_whitespace().collect::<Vec<_>>().join(" "),
                is_public: line.starts_with("pub "),
                has_body: item.starts_with("fn ") && text[start + end..].starts_with('{'),
            })
        })
}

/// The length of a signature: up to its `{` or its `;`, but not the one in `[u8; 4]`.
fn end_of_signature(text: &str) -> usize {
    let mut depth = 0;
    for (index, character) in text.char_indices() {
        match character {
            '[' | '(' => depth += 1,
            ']' | ')' => depth -= 1,
            '{' | ';' if depth == 0 => return index,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUB: &str = "
/// A clock.
pub trait Clock {
    fn now(&self) -> [u8; 4];
}

pub fn long(
    one: u8,
) -> u8 {
    todo!(\"exercise 99: {one}\")
}

fn main() {}
";

    #[test]
    fn signatures_are_told_by_their_ends() {
        let found: Vec<_> = signatures(STUB)
            .map(|its| (its.text, its.is_public, its.has_body))
            .collect();
        let expected = [
            ("pub trait Clock", true, false),
            ("fn now(&self) -> [u8; 4]", false, false),
            ("pub fn long( one: u8, ) -> u8", true, true),
            ("fn main()", false, true),
        ];
        assert_eq!(found, expected.map(|its| (its.0.to_owned(), its.1, its.2)));
    }

    #[test]
    fn a_stub_is_untouched_while_every_body_is_to_be_written() {
        assert!(!is_untouched(STUB), "main has a body");
        assert!(is_untouched(&STUB.replace("fn main() {}", "")));
        assert!(!is_untouched(&STUB.replace("todo!", "println!")));
    }
}
