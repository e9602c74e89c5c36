//! The Rust that the documents show. It stands in the sources to the letter: so it compiles, and
//! it is what the programs do.

use crate::pieces::find_excerpt;
use crate::{Block, assert_none, blocks, find};

/// The file that the first line names: `// src/cli.rs`, in Python `# examples/...`.
fn named(block: &Block) -> Option<&'static str> {
    let line = block.lines.first()?;
    let name = line.strip_prefix("// ").or(line.strip_prefix("# "))?;
    (name.ends_with(".rs") || name.ends_with(".py")).then_some(name)
}

/// The fault of a block, if it has one.
fn fault(block: &Block) -> Option<String> {
    let Some(name) = named(block) else {
        return Some("the first line is to name a file: // src/...".to_owned());
    };
    let is_compiled = ["src/", "tests/", "examples/"]
        .iter()
        .any(|root| name.starts_with(root));
    let Some(source) = find(name).filter(|_| is_compiled) else {
        return Some(format!("there is no source {name}"));
    };
    let fault = find_excerpt(&source.text, &block.lines[1..]).err()?;
    Some(format!("{fault} in {name}"))
}

#[test]
fn every_excerpt_stands_in_the_file_it_names() {
    // Python that names no file only shows how one would do it there.
    let python = blocks("python")
        .into_iter()
        .filter(|block| named(block).is_some());
    let excerpts = blocks("rust").into_iter().chain(python);
    let wrong =
        excerpts.filter_map(|block| fault(&block).map(|fault| format!("{}: {fault}", block.place)));
    assert_none("each excerpt should be in the file that it names", wrong);
}
