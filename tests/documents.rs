//! The documents: their links lead somewhere, what they show of the transcript is the transcript,
//! and the trace misses no module and no suite.

use std::fs;
use std::path::{Path, PathBuf};

fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files below `directory` with this extension, in order.
fn files(directory: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|its| its == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn documents() -> Vec<PathBuf> {
    let mut documents = vec![project().join("README.md")];
    for directory in ["docs", "exercises"] {
        documents.extend(files(&project().join(directory), "md"));
    }
    documents
}

/// Where the links of a Markdown text lead, without those to other hosts.
fn links(text: &str) -> Vec<&str> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://")).collect()
}

#[test]
fn every_link_leads_somewhere() {
    for document in documents() {
        for link in links(&read(&document)) {
            let path = link.split('#').next().unwrap();
            let target = document.parent().unwrap().join(path);
            assert!(
                target.exists(),
                "{}: {link} leads nowhere",
                document.display()
            );
        }
    }
}

#[test]
fn the_readme_shows_the_transcript() {
    let transcript = read(&project().join("tests/fixtures/usage.txt"));
    assert!(read(&project().join("README.md")).contains(&transcript));
}

#[test]
fn the_trace_names_every_suite_and_every_suite_has_a_module_of_its_name() {
    let trace = read(&project().join("docs/trace.md"));
    for suite in files(&project().join("tests/suites"), "rs") {
        let name = suite
            .strip_prefix(project().join("tests/suites"))
            .unwrap()
            .with_extension("");
        let name = name.to_str().unwrap();
        assert!(
            trace.contains(&format!("](../tests/suites/{name}.rs)")),
            "{name} is not traced"
        );
        let module = project().join("src").join(name);
        let is_there = module.with_extension("rs").exists() || module.join("mod.rs").exists();
        assert!(is_there, "src has no module {name}");
    }
}

#[test]
fn the_trace_names_every_module_and_every_module_has_a_suite_of_its_name() {
    let trace = read(&project().join("docs/trace.md"));
    for module in files(&project().join("src"), "rs") {
        let name = module
            .strip_prefix(project().join("src"))
            .unwrap()
            .with_extension("");
        let name = name.to_str().unwrap();
        let has_no_suite = ["lib", "bin/backup_manager", "bin/backup_service"].contains(&name)
            || name.ends_with("/mod")
            || name.starts_with("archive/");
        if has_no_suite {
            continue;
        }
        assert!(
            trace.contains(&format!("](../src/{name}.rs)")),
            "{name} is not traced"
        );
        let suite = project()
            .join("tests/suites")
            .join(name)
            .with_extension("rs");
        assert!(suite.exists(), "{name} has no suite");
    }
}

/// The report card of `tests/spec.rs` names a chapter under each failure.
#[test]
fn every_chapter_that_the_report_card_names_is_there() {
    let walk = project().join("docs/walk");
    if !walk.exists() {
        return eprintln!("skipped: the chapters are not written yet");
    }
    for sentences in files(&project().join("tests/sentences"), "rs") {
        let text = read(&sentences);
        let quoted = text.split('"').skip(1).step_by(2);
        for chapter in quoted.filter(|text| is_chapter(text)) {
            let path = walk.join(chapter).with_extension("md");
            assert!(path.exists(), "{}: no {chapter}", sentences.display());
        }
    }
}

/// Whether this is like `04_schedules_file`.
fn is_chapter(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 3 && bytes[..2].iter().all(u8::is_ascii_digit) && bytes[2] == b'_'
}
