//! `docs/testing.md` names each kind of test, `docs/reliability.md` the test that keeps each promise.

use crate::{assert_none, file, files, find};

#[test]
fn every_test_and_every_script_is_explained() {
    let paths = files("tests", "rs")
        .chain(files("scripts", "sh"))
        .map(|file| &file.path);
    let links = paths.filter(|path| path.matches('/').count() == 1);
    let links = links.map(|path| format!("](../{path})"));
    let testing = &file("docs/testing.md").text;
    let missing = links.filter(|link| !testing.contains(link));
    assert_none("docs/testing.md should have these links", missing);
}

/// As `files::name_of_the_test`.
#[test]
fn every_fault_named_in_reliability_md_has_its_test() {
    let code = file("docs/reliability.md")
        .text
        .split('`')
        .skip(1)
        .step_by(2);
    let exists = |name: &str| {
        name.split_once("::").is_none_or(|(module, test)| {
            let source = find(&format!("tests/faults/{module}.rs"));
            source.is_some_and(|file| file.text.contains(&format!("fn {test}()")))
        })
    };
    let missing = code.filter(|name| !exists(name)).map(str::to_owned);
    assert_none("these tests should be in tests/faults", missing);
}
