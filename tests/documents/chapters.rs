//! The chapters have one shape.

use crate::{Document, files};

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

/// The chapters, without the one page itself and the list of chapters.
fn chapters() -> impl Iterator<Item = Document> {
    let paths = files("docs/walk", "md").into_iter();
    let is_chapter =
        |path: &String| !path.ends_with("00_one_page.md") && !path.ends_with("README.md");
    paths.filter(is_chapter).map(|path| Document::new(&path))
}

#[test]
fn every_chapter_has_the_same_sections() {
    for chapter in chapters() {
        let text = chapter.prose();
        let sections: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("## "))
            .collect();
        assert_eq!(sections, SECTIONS, "{}", chapter.path);
    }
}

#[test]
fn every_chapter_is_short() {
    for Document { path, text } in chapters() {
        let words = text.split_whitespace().count();
        assert!(
            words <= MAX_WORDS,
            "{path} should have at most {MAX_WORDS} words: {words}"
        );
    }
}

#[test]
fn every_chapter_has_a_session_to_try_and_two_answers() {
    for chapter in chapters() {
        let path = &chapter.path;
        let (_, rest) = chapter.text.split_once("## Try it").unwrap();
        assert!(
            rest.contains("```console"),
            "{path} should have a session to try"
        );
        let answers = rest.matches("<details><summary>Answer</summary>").count();
        assert_eq!(answers, 2, "{path} should have two answers that unfold");
    }
}
