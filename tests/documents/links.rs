//! Where the documents lead.

use crate::pieces::{Link, locate};
use crate::{File, assert_none, documents, files, find, has_extension, project};

/// The fault of each link for which `fault` returns one: it gets the link and its target.
fn faults(fault: impl Fn(&Link, &str) -> Option<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for document in documents() {
        for link in Link::all(&document.prose()) {
            let target = link.target(&document.path);
            if let Some(fault) = fault(&link, &target) {
                let Link { text, path, .. } = link;
                faults.push(format!("{}: [{text}]({path}): {fault}", document.path));
            }
        }
    }
    faults
}

#[test]
fn every_link_leads_somewhere() {
    let dead = faults(|_, target| {
        let is_dead = !project().join(target).exists();
        is_dead.then(|| format!("there is no {target}"))
    });
    assert_none("each link should lead to a file", dead);
}

#[test]
fn every_link_to_code_names_one_place_in_it() {
    let wrong = faults(|link, target| {
        // The test above finds links to files that are missing.
        let file = find(target).filter(|_| !has_extension(target, "md"))?;
        if !link.anchor.is_empty() {
            return Some("a link to code should have no `#`".to_owned());
        }
        locate(&file.text, &link.piece()?).err()
    });
    assert_none("each link to code should name one place in it", wrong);
}

/// The name that a heading gets in a link: lower case, without punctuation, with hyphens.
fn slug(heading: &str) -> String {
    let heading = heading.trim_start_matches('#').trim().to_lowercase();
    let is_kept = |character: &char| character.is_alphanumeric() || " -_".contains(*character);
    heading.replace(' ', "-").chars().filter(is_kept).collect()
}

#[test]
fn every_link_to_a_heading_finds_it() {
    let wrong = faults(|link, target| {
        let file = find(target).filter(|_| has_extension(target, "md"))?;
        let mut headings = file.text.lines().filter(|line| line.starts_with('#'));
        let is_found = link.anchor.is_empty() || headings.any(|it| slug(it) == link.anchor);
        (!is_found).then(|| format!("there is no heading #{}", link.anchor))
    });
    assert_none("each link to a heading should find it", wrong);
}

/// The report card of the grader names a chapter under each failure, as `04_schedules_file`.
#[test]
fn every_chapter_that_the_report_card_names_is_there() {
    let mut missing = Vec::new();
    for File { path, text } in files("grader/src/sentences", "rs") {
        for quoted in text.split('"').skip(1).step_by(2) {
            let is_chapter = quoted.split_once('_').is_some_and(|(number, _)| {
                number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit())
            });
            if is_chapter && find(&format!("docs/walk/{quoted}.md")).is_none() {
                missing.push(format!("{path}: {quoted}"));
            }
        }
    }
    assert_none("the grader should name chapters in docs/walk", missing);
}
