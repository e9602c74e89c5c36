//! Reads a Rust file without compiling it.

use std::fs;
use std::path::{Path, PathBuf};

/// A test of a suite.
#[derive(Debug)]
pub struct Test {
    /// The function's name with the modules around it inside the suite: `t3::never_early`.
    pub path: String,
    /// The comment above it; may be empty.
    pub about: String,
    /// Its file.
    pub file: PathBuf,
    /// Its line, from 1.
    pub line: usize,
}

/// A file as text, also one that an editor did not save as UTF-8; empty if it cannot be read.
pub fn read(path: &Path) -> String {
    let bytes = fs::read(path).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The tests of a suite as rustfmt writes it, in order, except those that are ignored.
pub fn tests(suite: &Path) -> Vec<Test> {
    let mut tests = Vec::new();
    let mut modules: Vec<(usize, &str)> = Vec::new();
    let mut about = String::new();
    let mut is_test = false;
    let text = read(suite);
    for (index, raw) in text.lines().enumerate() {
        let line = raw.trim();
        let indent = raw.len() - raw.trim_start().len();
        if let Some(comment) = line.strip_prefix("///") {
            about.push_str(comment);
        } else if line == "#[test]" {
            is_test = true;
        } else if line.starts_with("#[ignore") {
            is_test = false;
        } else if let Some(name) = line
            .strip_prefix("mod ")
            .and_then(|its| its.strip_suffix(" {"))
        {
            modules.push((indent, name));
        } else if line == "}" && modules.last().is_some_and(|&(its, _)| its == indent) {
            modules.pop();
        } else if let Some(name) = line.strip_prefix("fn ").filter(|_| is_test) {
            let name = name.split('(').next().unwrap_or(name);
            let around = modules.iter().map(|(_, module)| *module);
            tests.push(Test {
                path: around.chain([name]).collect::<Vec<_>>().join("::"),
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

/// The order in which a README says to write: the words in backticks of the second column of its
/// table `| write | and see pass |`.
pub fn steps(readme: &str) -> Vec<&str> {
    let rows = readme
        .lines()
        .skip_while(|line| !line.starts_with("| write |"));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    rows.filter_map(|row| row.split('|').nth(2))
        .flat_map(quoted)
        .filter_map(|words| words.split_whitespace().last())
        .collect()
}

/// The parts of `text` between backticks.
pub fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The files that a Rust text names in `#[path = "..."]`.
pub fn paths(text: &str) -> impl Iterator<Item = &str> {
    let rest = text.split("#[path = \"").skip(1);
    rest.filter_map(|rest| rest.split('"').next())
}

/// Whether every function of a file is still a `todo!`, comments left aside.
pub fn is_untouched(stub: &str) -> bool {
    let stub = without_comments(stub);
    let functions = signatures(&stub)
        .filter(|signature| signature.has_body)
        .count();
    functions > 0 && functions == stub.matches("todo!(").count()
}

/// `text` without its lines of comments.
pub fn without_comments(text: &str) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    text.split_inclusive('\n').filter(is_code).collect()
}

/// An item of a Rust file: `fn`, `struct`, `enum`, `trait`, `const` or `type`.
pub struct Signature {
    /// From its first word to its body, in one line.
    pub text: String,
    /// Whether it begins with `pub`.
    pub is_public: bool,
    /// Whether it is a function with a body.
    pub has_body: bool,
}

/// The signatures of a Rust text as rustfmt writes it, in order.
pub fn signatures(text: &str) -> impl Iterator<Item = Signature> {
    text.split_inclusive('\n')
        .scan(0, |offset, line| {
            let start = *offset;
            *offset += line.len();
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
    todo!(\"task 99: {one}\")
}

fn main() {}
";

    #[test]
    fn signature_ends_at_its_body() {
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
    fn stub_is_untouched_while_every_body_is_a_todo() {
        let untouched = STUB.replace("fn main() {}", "");
        assert!(!is_untouched(STUB), "main has a body");
        assert!(is_untouched(&untouched));
        assert!(!is_untouched(&STUB.replace("todo!", "println!")));
        let kept = "fn main() {\n    // todo!(\"task 99\")\n    run()\n}\n";
        assert!(!is_untouched(kept), "a todo! in a comment is no todo!");
        assert!(!is_untouched(""), "an empty file is not the stub");
        let windows = untouched
            .replace("A clock", "Une \u{e9}t\u{e9}")
            .replace('\n', "\r\n");
        assert!(
            is_untouched(&windows),
            "CRLF and letters of several bytes are welcome"
        );
    }

    #[test]
    fn test_is_named_with_its_modules() {
        let dir = tempfile::tempdir().unwrap();
        let suite = dir.path().join("suite.rs");
        let text = "mod t1 {\n    /// One.\n    #[test]\n    fn one() {\n    }\n}\n\n#[test]\nfn two() {}\n";
        fs::write(&suite, text).unwrap();
        let found: Vec<_> = tests(&suite)
            .into_iter()
            .map(|test| (test.path, test.about, test.line))
            .collect();
        let expected = [("t1::one", "One.", 4), ("two", "", 9)];
        assert_eq!(
            found,
            expected.map(|its| (its.0.to_owned(), its.1.to_owned(), its.2))
        );
    }

    #[test]
    fn ignored_test_is_left_out() {
        let dir = tempfile::tempdir().unwrap();
        let suite = dir.path().join("suite.rs");
        let text = "#[test]\n#[ignore = \"slow\"]\nfn one() {}\n\n#[test]\nfn two() {}\n";
        fs::write(&suite, text).unwrap();
        let found: Vec<_> = tests(&suite).into_iter().map(|test| test.path).collect();
        assert_eq!(found, ["two"]);
    }

    #[test]
    fn readme_gives_the_order_of_the_tests() {
        let readme = "# 11\n\n| write | and see pass |\n| --- | --- |\n\
            | `next` | `cargo ex 11 t3` (three) |\n| `wake` | `t5`, then `t2` |\n\n| `no` | `no` |\n";
        assert_eq!(steps(readme), ["t3", "t5", "t2"]);
    }
}
