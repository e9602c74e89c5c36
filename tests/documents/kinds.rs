//! Which kinds of tests there are: `docs/testing.md`.

use crate::{Document, project};

/// The names in `directory` of the project that have this ending.
fn names(directory: &str, ending: &str) -> Vec<String> {
    let entries = std::fs::read_dir(project().join(directory)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(ending)).collect()
}

#[test]
fn every_test_and_every_script_is_explained() {
    let testing = Document::new("docs/testing.md").text;
    for (directory, ending) in [("tests", ".rs"), ("scripts", ".sh")] {
        for name in names(directory, ending) {
            let link = format!("](../{directory}/{name})");
            assert!(testing.contains(&link), "docs/testing.md: no link {link}");
        }
    }
}

/// docs/reliability.md names the test that keeps each promise, as `files::name_of_the_test`.
#[test]
fn every_test_named_in_reliability_md_exists() {
    let reliability = Document::new("docs/reliability.md").text;
    let mut missing = Vec::new();
    for name in reliability.split('`').skip(1).step_by(2) {
        let Some((module, test)) = name.split_once("::") else {
            continue;
        };
        let path = project().join(format!("tests/faults/{module}.rs"));
        let source = std::fs::read_to_string(path).unwrap_or_default();
        if !source.contains(&format!("fn {test}()")) {
            missing.push(name.to_owned());
        }
    }
    assert!(
        missing.is_empty(),
        "these tests are not in tests/faults:\n{}",
        missing.join("\n")
    );
}
