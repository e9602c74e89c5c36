//! What can be seen of an exercise without compiling it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::exercise::Exercise;
use crate::hints;
use crate::source;

/// The fewest hints and the fewest mistakes that an exercise has.
const FEWEST: (usize, usize) = (3, 2);

/// What is wrong with `exercise`, a sentence each.
pub fn look(exercise: &Exercise) -> Vec<String> {
    let mut wrong = Vec::new();
    if exercise.text("README.md").is_empty() {
        wrong.push("it has no README.md".to_owned());
    }
    let rungs = hints::ladder(exercise).len();
    if rungs < FEWEST.0 {
        wrong.push(format!("hints.md has {rungs} hints"));
    }
    if exercise.check().exists() {
        match (exercise.stub(), exercise.reference()) {
            (Some(stub), Some(reference)) if reference.exists() => {
                wrong.extend(compare(exercise, &stub, &reference));
            }
            _ => wrong.push("its README links to no file of src".to_owned()),
        }
        wrong.extend(mistakes(exercise));
        wrong.extend(target(exercise));
    }
    wrong
}

/// Stub and suite against the reference.
fn compare(exercise: &Exercise, stub: &Path, reference: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_default();
    let text = read(stub);
    if !source::is_untouched(&text) {
        wrong.push(format!("{}: a body that is no todo!", stub.display()));
    }
    let begin = format!("todo!(\"exercise {:02}: ", exercise.number);
    let begins = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let begins = begins.replace("todo!( \"", "todo!(\"");
    if begins.matches("todo!(").count() != begins.matches(&begin).count() {
        wrong.push(format!(
            "{}: a todo! that does not begin with {begin}",
            stub.display()
        ));
    }
    let (given, answer) = (offers(&text), offers(&read(reference)));
    for signature in given.symmetric_difference(&answer) {
        wrong.push(format!("only one of stub and reference has `{signature}`"));
    }
    for suite in exercise.suites() {
        if !belongs_to(&suite, reference) {
            wrong.push(format!(
                "{} is the suite of another module",
                suite.display()
            ));
        }
        if !suite.exists() {
            wrong.push(format!("{} is not there", suite.display()));
        }
    }
    if exercise.tests().is_empty() {
        wrong.push("its check names no suite with tests".to_owned());
    }
    wrong
}

/// What a module offers: the text of each public item.
fn offers(text: &str) -> BTreeSet<String> {
    let public = source::signatures(text).filter(|signature| signature.is_public);
    public.map(|signature| signature.text).collect()
}

/// A suite's path below `tests/suites` is its module's below `src`, or goes on from there.
fn belongs_to(suite: &Path, reference: &Path) -> bool {
    let module = match reference.parent() {
        Some(folder) if reference.ends_with("mod.rs") => folder.to_owned(),
        _ => reference.with_extension(""),
    };
    module.strip_prefix("src").is_ok_and(|module| {
        let suites = Path::new("tests/suites").join(module);
        suite.with_extension("").starts_with(suites)
    })
}

/// Enough mistakes, each with a test of the suite that it names.
fn mistakes(exercise: &Exercise) -> Vec<String> {
    let mut wrong = Vec::new();
    let mistakes = exercise.mistakes();
    if mistakes.len() < FEWEST.1 {
        wrong.push(format!("it has {} mistakes", mistakes.len()));
    }
    let tests = exercise.tests();
    for mistake in mistakes {
        let catcher = catcher(&mistake);
        if !tests.iter().any(|test| test.is(&catcher)) {
            let mistake = mistake.display();
            wrong.push(format!("{mistake}: no test is called `{catcher}`"));
        }
    }
    wrong
}

/// The test that the first line of a mistake names, between backticks.
pub fn catcher(mistake: &Path) -> String {
    let text = fs::read_to_string(mistake).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let name = line.strip_prefix("//! Caught by `");
    let name = name.and_then(|rest| rest.split('`').next());
    name.unwrap_or_default().to_owned()
}

/// Its target in `Cargo.toml`, which `cargo test` leaves alone.
fn target(exercise: &Exercise) -> Option<String> {
    let manifest = fs::read_to_string("Cargo.toml").unwrap_or_default();
    let expected = format!(
        "[[test]]\nname = \"{}\"\npath = \"{}\"\ntest = false\n",
        exercise.target(),
        exercise.check().display()
    );
    (!manifest.contains(&expected)).then(|| format!("Cargo.toml lacks\n{expected}"))
}
