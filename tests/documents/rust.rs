//! The Rust that the documents show. It stands in the sources to the letter: so it compiles, and
//! it is what the programs do.

use crate::pieces::find_excerpt;
use crate::{Block, project, read, with_blocks};

/// The file that the first line names: `// src/cli.rs`, in Python `# examples/...`.
fn named<'a>(block: &Block<'a>) -> Option<&'a str> {
    let line = block.lines.first()?;
    let name = line.strip_prefix("// ").or(line.strip_prefix("# "))?;
    [".rs", ".py"]
        .iter()
        .any(|end| name.ends_with(end))
        .then_some(name)
}

/// The fault of a block, if it has one.
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
    let fault = find_excerpt(&read(&path), &block.lines[1..]).err()?;
    Some(format!("{fault} in {name}"))
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
