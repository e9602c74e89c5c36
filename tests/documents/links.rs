//! Where the documents lead.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{Document, files, project, read};

/// The variable that has the numbers of lines corrected rather than compared.
const RENUMBER: &str = "RENUMBER";

/// The links of a text to other files here: text, path, and what follows the `#`.
fn links(prose: &str) -> Vec<(&str, &str, &str)> {
    let mut links = Vec::new();
    for (at, _) in prose.match_indices("](") {
        let target = prose[at + 2..].split(')').next().unwrap();
        let before = &prose[..at];
        // A text that is code may hold brackets itself.
        let opening = if before.ends_with('`') { "[`" } else { "[" };
        let text = before.rsplit_once(opening).map_or("", |(_, text)| text);
        if !target.contains("://") {
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            links.push((text, path, anchor));
        }
    }
    links
}

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
        for (_, path, _) in links(&document.prose()) {
            if !target(&document, path).exists() {
                dead.push(format!("{}: {path}", document.path));
            }
        }
    }
    assert!(
        dead.is_empty(),
        "these links lead nowhere:\n{}",
        dead.join("\n")
    );
}

/// A link to a line, ``[`code`](file.rs#L70)``, shows what is there: line 70 is the first of
/// the file in which the code stands.
#[test]
fn every_link_to_a_line_shows_what_stands_there() {
    let renumber = env::var_os(RENUMBER).is_some();
    let mut wrong = Vec::new();
    for document in Document::all() {
        let mut text = document.text.clone();
        for (code, path, anchor) in links(&document.prose()) {
            let file = target(&document, path);
            // What is not there is the other test's.
            if !anchor.starts_with('L') || !file.exists() {
                continue;
            }
            let Some(code) = code.strip_suffix('`') else {
                let place = format!("{}: [{code}]({path}#{anchor})", document.path);
                wrong.push(format!("{place}: its text is not code"));
                continue;
            };
            let link = |anchor: &str| format!("[`{code}`]({path}#{anchor})");
            let place = format!("{}: {}", document.path, link(anchor));
            let Some(line) = read(&file).lines().position(|line| line.contains(code)) else {
                wrong.push(format!("{place}: no line has this code"));
                continue;
            };
            let right = format!("L{}", line + 1);
            if anchor == right {
                continue;
            }
            if renumber {
                text = text.replace(&link(anchor), &link(&right));
            } else {
                wrong.push(format!("{place}: it stands on {right}"));
            }
        }
        if text != document.text {
            fs::write(project().join(&document.path), text).unwrap();
        }
    }
    assert!(
        wrong.is_empty(),
        "these links show something else ({RENUMBER}=1 corrects the numbers):\n{}",
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
        for (_, path, anchor) in links(&document.prose()) {
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
