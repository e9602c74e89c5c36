//! Where the documents lead.

use std::path::{Path, PathBuf};

use crate::pieces::{Link, locate};
use crate::{Document, files, project, read};

/// The file that a link in `document` leads to.
fn target(document: &Document, path: &str) -> PathBuf {
    match path {
        "" => project().join(&document.path),
        path => project()
            .join(Path::new(&document.path).parent().unwrap())
            .join(path),
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut dead = Vec::new();
    for document in Document::all() {
        for link in Link::all(&document.prose()) {
            if !target(&document, link.path).exists() {
                dead.push(format!("{}: {}", document.path, link.path));
            }
        }
    }
    assert!(
        dead.is_empty(),
        "these links should lead to a file:\n{}",
        dead.join("\n")
    );
}

/// Whether this is a program's source, which a link can name a piece of.
fn is_code(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| ["rs", "py", "sh"].contains(&extension))
}

/// The fault of a link to code, if it has one.
fn code_fault(link: &Link, file: &Path) -> Option<String> {
    if !link.anchor.is_empty() {
        return Some("a link to code should have no `#`".to_owned());
    }
    let piece = link.piece()?;
    let fault = locate(&read(file), &piece).err()?;
    Some(format!("{fault} in this file"))
}

#[test]
fn every_link_to_code_names_one_place_in_it() {
    let mut wrong = Vec::new();
    for document in Document::all() {
        for link in Link::all(&document.prose()) {
            let file = target(&document, link.path);
            // A file that is missing is found by the test above.
            if is_code(&file) && file.exists() {
                let fault = code_fault(&link, &file);
                let place = format!("{}: [{}]({})", document.path, link.text, link.path);
                wrong.extend(fault.map(|fault| format!("{place}: {fault}")));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "each link to code should name one place in it:\n{}",
        wrong.join("\n")
    );
}

/// The name that a heading gets in a link: lower case, without punctuation, with hyphens.
fn slug(heading: &str) -> String {
    heading
        .trim_start_matches('#')
        .trim()
        .to_lowercase()
        .chars()
        .filter(|&character| character.is_alphanumeric() || " -_".contains(character))
        .map(|character| if character == ' ' { '-' } else { character })
        .collect()
}

#[test]
fn every_link_to_a_heading_finds_it() {
    for document in Document::all() {
        for Link { path, anchor, .. } in Link::all(&document.prose()) {
            let file = target(&document, path);
            let is_document = file.extension().is_some_and(|its| its == "md");
            if !is_document || anchor.is_empty() || !file.exists() {
                continue;
            }
            let text = read(&file);
            let mut headings = text.lines().filter(|line| line.starts_with('#'));
            assert!(
                headings.any(|heading| slug(heading) == anchor),
                "{}: {path} has no heading #{anchor}",
                document.path
            );
        }
    }
}

/// The report card of the grader names a chapter under each failure.
#[test]
fn every_chapter_that_the_report_card_names_is_there() {
    let chapters = files("docs/walk", "md");
    for sentences in files("grader/src/sentences", "rs") {
        let text = read(&project().join(&sentences));
        let quoted = text.split('"').skip(1).step_by(2);
        for chapter in quoted.filter(|text| is_chapter(text)) {
            let path = format!("docs/walk/{chapter}.md");
            assert!(chapters.contains(&path), "{sentences}: no {chapter}");
        }
    }
}

/// Whether this is like `04_schedules_file`.
fn is_chapter(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 3 && bytes[..2].iter().all(u8::is_ascii_digit) && bytes[2] == b'_'
}
