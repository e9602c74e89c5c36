//! The pictures in `docs/pictures`, drawn from the code: the modules from their `use` lines, the
//! nights of a clock change by running the rules.

#[path = "pictures/modules.rs"]
mod modules;
#[path = "pictures/nights.rs"]
mod nights;
#[path = "pictures/svg.rs"]
mod svg;
#[path = "../../tests/documents/uses.rs"]
mod uses;
#[path = "../../tests/support/zone.rs"]
mod zone;

/// The wrong answers of task 11 name it as it is called where a learner writes.
mod schedule {
    pub use backup::schedule::Schedule;
}

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// With this variable the test writes the pictures.
const DRAW: &str = "DRAW";

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn assert_current(name: &str, picture: &str) {
    let path = project().join("docs/pictures").join(name);
    if env::var_os(DRAW).is_some() {
        fs::write(&path, picture).unwrap();
    }
    let is_current = fs::read_to_string(&path).is_ok_and(|there| there == picture);
    assert!(
        is_current,
        "docs/pictures/{name} should show the code as it is now: run `{DRAW}=1 cargo test \
         --manifest-path book/Cargo.toml --test pictures -- --ignored`, and commit it"
    );
}

#[test]
#[ignore = "changes with each new module: .ci/run checks it"]
fn picture_of_the_modules_is_current() {
    assert_current("modules.svg", &modules::draw());
}

#[test]
#[ignore = "changes with each new module: .ci/run checks it"]
fn picture_of_the_nights_is_current() {
    assert_current("nights.svg", &nights::draw());
}
