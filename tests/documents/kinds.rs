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
