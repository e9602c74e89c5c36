//! Checks the files of a task without compiling them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::hints;
use crate::mistakes::{Mistake, short};
use crate::source;
use crate::task::{FOLDER, Task};

/// The fewest hints, mistakes and questions that a task has.
const MIN_HINTS: usize = 3;
const MIN_MISTAKES: usize = 2;
const MIN_QUESTIONS: usize = 2;

/// The long tasks. Each of their tests is failed by a mistake, so that `verify` notices if one loses
/// its assertions. In the other tasks each test is also named by a mistake of its own.
const LONG: [u32; 2] = [11, 15];

/// The faults of `task`, one sentence each.
pub fn check(task: &Task) -> Vec<String> {
    let mut wrong = check_hints(task);
    wrong.extend(check_readme(task));
    if task.reference().is_none() && !task.mistakes().is_empty() {
        wrong.push("its README links to no file of src".to_owned());
    }
    if let (Some(stub), Some(reference)) = (task.stub(), task.reference()) {
        wrong.extend(compare(task, &stub, &reference));
        wrong.extend(check_mistakes(task));
        wrong.extend(check_target(task));
    }
    wrong
}

/// The faults of the table of tasks in `exercises/README.md`.
pub fn check_table(tasks: &[Task]) -> Vec<String> {
    let text = source::read(&Path::new(FOLDER).join("README.md"));
    let is_row = |line: &&str| line.starts_with("| [");
    let rows: Vec<&str> = text.lines().filter(is_row).collect();
    let beginning = |task: &Task| {
        let (number, name) = (task.number, &task.name);
        format!("| [{number:02}]({number:02}_{name}/README.md) | {name} |")
    };
    let mut wrong = Vec::new();
    for (index, expected) in tasks.iter().map(beginning).enumerate() {
        if !rows
            .get(index)
            .is_some_and(|row| row.starts_with(&expected))
        {
            wrong.push(format!(
                "exercises/README.md: row {} must begin with {expected}",
                index + 1
            ));
        }
    }
    if rows.len() != tasks.len() {
        wrong.push(format!(
            "exercises/README.md: {} rows for {} tasks",
            rows.len(),
            tasks.len()
        ));
    }
    wrong
}

/// The headings of hints, in order; after some of the first, the last.
const HEADINGS: [&str; 7] = [
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Last",
];

/// The shortest text of a hint, in bytes.
const MIN_HINT: usize = 60;

fn check_hints(task: &Task) -> Vec<String> {
    let hints = hints::hints(task);
    let mut wrong = Vec::new();
    if hints.len() < MIN_HINTS {
        wrong.push(format!(
            "hints.md has {} hints, not {MIN_HINTS} or more",
            hints.len()
        ));
    }
    for (index, hint) in hints.iter().enumerate() {
        let is_last = index + 1 == hints.len();
        let expected = if is_last {
            Some(&"Last")
        } else {
            HEADINGS.get(index)
        };
        if expected != Some(&hint.heading.as_str()) {
            wrong.push(format!(
                "hints.md: the heading `{}` is out of order",
                hint.heading
            ));
        }
        if hint.text.len() < MIN_HINT {
            wrong.push(format!("hints.md: the hint `{}` is empty", hint.heading));
        }
    }
    wrong
}

fn check_readme(task: &Task) -> Vec<String> {
    let text = task.text("README.md");
    let mut wrong = Vec::new();
    if !text.starts_with(&format!("# {:02} ", task.number)) {
        wrong.push(format!(
            "its README does not begin with `# {:02} `",
            task.number
        ));
    }
    if task.stub().is_none() {
        return wrong;
    }
    let section = |heading: &str| {
        let (_, rest) = text.split_once(heading)?;
        rest.split("\n## ").next().map(|section| section.to_owned())
    };
    let questions = section("\n## Before you code\n").unwrap_or_default();
    if questions.matches('?').count() < MIN_QUESTIONS {
        wrong.push("its README does not ask two questions before you code".to_owned());
    }
    let expected = section("\n## Expected failures\n").unwrap_or_default();
    let tests = task.tests();
    for step in source::steps(&text) {
        if !tests.iter().any(|test| test.path.contains(step)) {
            wrong.push(format!(
                "its README says to write `{step}`, and no test has that in its name"
            ));
        }
    }
    let all = tests.len();
    let said = expected.split_whitespace().find_map(number);
    match said {
        Some(count) if count == all => {}
        Some(count) => wrong.push(format!(
            "its README says under Expected failures that {count} tests fail, not {all}"
        )),
        None => wrong.push("its README does not say how many tests fail".to_owned()),
    }
    wrong
}

/// A number in digits or as a word: `45`, `forty-five`.
fn number(word: &str) -> Option<usize> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    let word = word.to_lowercase();
    let below_twenty = |word: &str| ONES.iter().position(|its| *its == word);
    let (tens, ones) = word.split_once('-').unwrap_or((&word, "zero"));
    let tens = TENS
        .iter()
        .position(|its| *its == tens)
        .map(|its| 10 * (its + 2));
    let tens = tens.and_then(|tens| Some(tens + below_twenty(ones)?));
    word.parse().ok().or(below_twenty(&word)).or(tens)
}

/// Stub and suite against the reference.
fn compare(task: &Task, stub: &Path, reference: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    if !reference.exists() {
        return vec!["its README links to no file of src".to_owned()];
    }
    let text = source::read(stub);
    if !source::is_untouched(&text) {
        wrong.push(format!("{}: a body is not a todo!", stub.display()));
    }
    let begin = format!("todo!(\"task {:02}: ", task.number);
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let joined = joined.replace("todo!( \"", "todo!(\"");
    if joined.matches("todo!(").count() != joined.matches(&begin).count() {
        wrong.push(format!(
            "{}: a todo! does not begin with {begin}",
            stub.display()
        ));
    }
    let (given, answer) = (public(&text), public(&source::read(reference)));
    for signature in given.difference(&answer) {
        wrong.push(format!("only the stub has `{signature}`"));
    }
    let suites: String = task.suites().iter().map(|its| source::read(its)).collect();
    for signature in answer.difference(&given) {
        // A stub may lack what no test uses.
        if suites.contains(name(signature)) {
            wrong.push(format!("only the reference has `{signature}`"));
        }
    }
    for suite in task.suites() {
        let suite_name = suite.display();
        if !belongs_to(&suite, reference) {
            wrong.push(format!("{suite_name} is the suite of another module"));
        }
        if !suite.exists() {
            wrong.push(format!("{suite_name} does not exist"));
        }
    }
    if task.tests().is_empty() {
        wrong.push("check.rs names no suite with tests".to_owned());
    }
    wrong
}

/// The name in a signature: `pub fn run(x: u8)`.
fn name(signature: &str) -> &str {
    let words = signature.split_whitespace().nth(2).unwrap_or_default();
    let end = words.find(|c: char| !c.is_alphanumeric() && c != '_');
    &words[..end.unwrap_or(words.len())]
}

/// The signatures of a module's public items.
fn public(text: &str) -> BTreeSet<String> {
    let public = source::signatures(text).filter(|signature| signature.is_public);
    public.map(|signature| signature.text).collect()
}

/// A suite has the path of its module, in `tests/suites` in place of `src`; or it is below that.
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

/// Enough mistakes; each names a test of the suite, what is wrong, and a question.
fn check_mistakes(task: &Task) -> Vec<String> {
    let mut wrong = Vec::new();
    let mistakes = Mistake::all(task);
    if mistakes.len() < MIN_MISTAKES {
        wrong.push(format!(
            "it has {} mistakes, not {MIN_MISTAKES} or more",
            mistakes.len()
        ));
    }
    let tests = task.tests();
    let (mut named, mut failed) = (BTreeSet::new(), BTreeSet::new());
    for mistake in &mistakes {
        let file = mistake.file.display();
        let test = &mistake.caught_by;
        if !tests.iter().any(|its| short(&its.path) == test) {
            wrong.push(format!("{file}: there is no test `{test}`"));
        }
        if mistake.what.is_empty() {
            wrong.push(format!(
                "{file}: its comment does not say what the mistake is"
            ));
        }
        if !mistake.question.ends_with('?') {
            wrong.push(format!("{file}: its comment has no `Question: ...?`"));
        }
        if source::without_comments(&source::read(&mistake.file)).contains("todo!(") {
            wrong.push(format!("{file}: a todo! is no mistake"));
        }
        named.insert(test.clone());
        failed.extend(mistake.fails());
    }
    for test in tests.iter().map(|test| short(&test.path)) {
        if !failed.contains(test) {
            wrong.push(format!("no mistake fails the test `{test}`"));
        } else if !LONG.contains(&task.number) && !named.contains(test) {
            wrong.push(format!("no mistake names the test `{test}`"));
        }
    }
    wrong
}

/// Its target in `Cargo.toml`, which `cargo test` must not run.
fn check_target(task: &Task) -> Option<String> {
    let manifest = fs::read_to_string("Cargo.toml").unwrap_or_default();
    let expected = format!(
        "[[test]]\nname = \"{}\"\npath = \"{}\"\ntest = false\n",
        task.target(),
        task.check().display()
    );
    (!manifest.contains(&expected)).then(|| format!("Cargo.toml lacks\n{expected}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_is_read_from_a_signature() {
        assert_eq!(name("pub fn run(x: u8) -> u8"), "run");
        assert_eq!(name("pub struct Due<'a>"), "Due");
        assert_eq!(name("pub const MAX: usize = 1"), "MAX");
    }

    #[test]
    fn numbers_are_read_in_digits_and_words() {
        let cases = [
            ("45", Some(45)),
            ("forty-five", Some(45)),
            ("Nine", Some(9)),
            ("twenty", Some(20)),
            ("all", None),
            ("green-five", None),
        ];
        for (word, expected) in cases {
            assert_eq!(number(word), expected, "{word}");
        }
    }
}
