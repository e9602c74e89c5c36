//! The Rust that the documents show. It stands in the sources to the letter: so it compiles, and
//! it is what the programs do.

use crate::{Block, project, read, with_blocks};

/// Stands for any number of lines that are not shown.
const LEFT_OUT: &str = "// ...";

/// Whether `shown` stands in `file`: each stretch between two [`LEFT_OUT`]s line by line, one after
/// the other. How far a line is indented does not count.
fn stands_in(file: &str, shown: &[&str]) -> bool {
    let lines: Vec<&str> = file.lines().map(str::trim).collect();
    let mut rest = &lines[..];
    for stretch in shown.split(|line| line.trim() == LEFT_OUT) {
        let stretch: Vec<&str> = stretch.iter().map(|line| line.trim()).collect();
        if stretch.is_empty() {
            continue;
        }
        let Some(at) = rest
            .windows(stretch.len())
            .position(|lines| lines == stretch)
        else {
            return false;
        };
        rest = &rest[at + stretch.len()..];
    }
    true
}

/// The file that the first line names: `// src/cli.rs`, in Python `# examples/...`.
fn named<'a>(block: &Block<'a>) -> Option<&'a str> {
    let line = block.lines.first()?;
    let name = line.strip_prefix("// ").or(line.strip_prefix("# "))?;
    [".rs", ".py"]
        .iter()
        .any(|end| name.ends_with(end))
        .then_some(name)
}

/// What is wrong with a block, if something is.
fn fault(block: &Block) -> Option<String> {
    let Some(name) = named(block) else {
        return Some("the first line is to name a file: // src/...".to_owned());
    };
    let is_compiled = ["src/", "tests/", "examples/"]
        .iter()
        .any(|root| name.starts_with(root));
    let path = project().join(name);
    if !is_compiled || !path.exists() {
        return Some(format!("there is no source {name}"));
    }
    if block.lines.len() == 1 {
        return Some("it shows nothing".to_owned());
    }
    let is_there = stands_in(&read(&path), &block.lines[1..]);
    (!is_there).then(|| format!("this is not what stands in {name}"))
}

#[test]
fn every_block_of_rust_stands_in_the_file_it_names() {
    let mut wrong = Vec::new();
    with_blocks("rust", |block| {
        wrong.extend(fault(block).map(|fault| format!("{}: {fault}", block.place)));
    });
    // Python that names no file only shows how one would do it there.
    with_blocks("python", |block| {
        if named(block).is_some() {
            wrong.extend(fault(block).map(|fault| format!("{}: {fault}", block.place)));
        }
    });
    assert!(
        wrong.is_empty(),
        "these blocks are not true:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn what_is_left_out_is_said_and_the_order_counts() {
    let file = "fn a() {\n    one();\n    two();\n    three();\n}\n";
    assert!(stands_in(file, &["one();", "two();"]));
    assert!(stands_in(file, &["fn a() {", "// ...", "three();", "}"]));
    assert!(!stands_in(file, &["one();", "three();"]));
    assert!(!stands_in(file, &["two();", "// ...", "one();"]));
    assert!(!stands_in(file, &["one()"]));
}
