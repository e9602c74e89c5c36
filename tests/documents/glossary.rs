//! The terms that the chapters introduce in bold are those of the glossary.

use std::collections::BTreeSet;

use crate::{Document, files};

/// The pieces of `text` in bold that are a term. Others begin a paragraph with a capital: "The
/// files."
fn bold_terms(text: &str) -> BTreeSet<String> {
    let prose = text.replace('\n', " ");
    let bold = prose.split("**").skip(1).step_by(2);
    bold.filter(|piece| is_term(piece)).map(singular).collect()
}

/// Whether the first word is in lower case, or all of it in upper case: `EOF`, `DST gap`.
fn is_term(piece: &str) -> bool {
    let mut letters = piece.chars();
    let [first, second] = [letters.next(), letters.next()].map(|letter| letter.unwrap_or(' '));
    !piece.ends_with('.') && (first.is_lowercase() || second.is_uppercase())
}

fn singular(term: &str) -> String {
    term.trim_end_matches('s').to_owned()
}

#[test]
fn every_term_of_the_chapters_is_in_the_glossary() {
    let mut terms = BTreeSet::new();
    for chapter in files("docs/walk", "md") {
        if !chapter.ends_with("README.md") {
            terms.extend(bold_terms(&Document::new(&chapter).prose()));
        }
    }
    let glossary = Document::new("docs/glossary.md").text;
    let rows = glossary.lines().filter_map(|line| line.strip_prefix("| "));
    let explained: BTreeSet<String> = rows
        .skip(2)
        .map(|row| singular(row.split(" | ").next().unwrap()))
        .collect();
    let differing: Vec<&String> = terms.symmetric_difference(&explained).collect();
    assert!(
        differing.is_empty(),
        "these should be both in a chapter, in bold, and in the glossary: {differing:?}"
    );
}
