//! The chapters have one shape, and the glossary explains the terms that they introduce in bold.

use std::collections::BTreeSet;

use crate::{File, assert_none, file, files};

const SECTIONS: [&str; 7] = [
    "## What goes wrong with the one page",
    "## The Python way",
    "## The Rust way",
    "## Try it",
    "## Check yourself",
    "## In production",
    "## Next",
];

const MAX_WORDS: usize = 900;

/// The chapters, with the one page itself, without the list of chapters.
fn chapters() -> impl Iterator<Item = &'static File> {
    files("docs/walk", "md").filter(|file| !file.path.ends_with("README.md"))
}

#[test]
fn every_chapter_has_the_same_shape() {
    for chapter in chapters().filter(|file| !file.path.ends_with("00_one_page.md")) {
        let path = &chapter.path;
        let prose = chapter.prose();
        let sections: Vec<&str> = prose
            .lines()
            .filter(|line| line.starts_with("## "))
            .collect();
        assert_eq!(sections, SECTIONS, "the sections of {path}");
        let words = chapter.text.split_whitespace().count();
        assert!(
            words <= MAX_WORDS,
            "{path} should have at most {MAX_WORDS} words: {words}"
        );
        let (_, rest) = chapter.text.split_once("## Try it").unwrap();
        assert!(
            rest.contains("```console"),
            "{path} should have a session to try"
        );
        let answers = rest.matches("<details><summary>Answer</summary>").count();
        assert_eq!(answers, 2, "{path} should have two answers that unfold");
    }
}

/// Whether the first word is in lower case, or all of it in upper case: `EOF`, `DST gap`. Other
/// pieces in bold begin a paragraph: "The files."
fn is_term(bold: &&str) -> bool {
    let mut letters = bold.chars();
    let [first, second] = [letters.next(), letters.next()].map(|letter| letter.unwrap_or(' '));
    !bold.ends_with('.') && (first.is_lowercase() || second.is_uppercase())
}

fn singular(term: &str) -> String {
    term.trim_end_matches('s').to_owned()
}

#[test]
fn terms_of_the_chapters_are_those_of_the_glossary() {
    let mut terms = BTreeSet::new();
    for chapter in chapters() {
        let prose = chapter.prose().replace('\n', " ");
        let bold = prose.split("**").skip(1).step_by(2);
        terms.extend(bold.filter(is_term).map(singular));
    }
    let rows = file("docs/glossary.md").text.lines();
    let rows = rows.filter_map(|line| line.strip_prefix("| ")).skip(2);
    let explained = rows
        .map(|row| singular(row.split(" | ").next().unwrap()))
        .collect();
    let differing = terms.symmetric_difference(&explained).cloned();
    assert_none(
        "these should be both in a chapter, in bold, and in the glossary",
        differing,
    );
}
