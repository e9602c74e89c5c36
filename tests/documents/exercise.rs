//! `docs/exercise.md`: a row per sentence of the exercise, each with an id and with links. It leads
//! to every module, suite, task and chapter.

use std::collections::HashSet;
use std::path::Path;

use crate::pieces::Link;
use crate::{Document, exercises, files, project, read};

const PAGE: &str = "docs/exercise.md";

/// A row of the page: its id, and the lines of its list.
struct Row {
    id: String,
    lines: Vec<String>,
}

impl Row {
    fn all() -> Vec<Row> {
        let page = Document::new(PAGE).text;
        let rows = page.split("\n#### ").skip(1);
        rows.map(|row| {
            let (id, rest) = row.split_once('\n').unwrap();
            let is_in_list = |line: &&str| line.starts_with("- ");
            Row {
                id: id.to_owned(),
                lines: rest.lines().filter(is_in_list).map(str::to_owned).collect(),
            }
        })
        .collect()
    }

    /// The files that the links of this row lead to.
    fn targets(&self) -> Vec<String> {
        self.lines.iter().flat_map(|line| targets(line)).collect()
    }
}

/// Where the links of `text`, a part of the page, lead: paths in the project.
fn targets(text: &str) -> Vec<String> {
    let links = Link::all(text).into_iter();
    links
        .map(|link| match link.path.strip_prefix("../") {
            Some(path) => path.to_owned(),
            None => format!("docs/{}", link.path),
        })
        .collect()
}

/// The path of a source without `root` and ending; a directory has the name of its `mod.rs`.
fn name<'a>(path: &'a str, root: &str) -> &'a str {
    let name = path.strip_prefix(root).unwrap();
    let name = name.strip_suffix(".rs").unwrap_or(name);
    name.strip_suffix("/mod").unwrap_or(name)
}

/// Whether `text` has the shape of an id: `loop-1`.
fn is_id(text: &str) -> bool {
    text.split_once('-').is_some_and(|(word, number)| {
        let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        is_word && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[test]
fn every_row_has_its_own_id_and_code_and_chapter() {
    let mut ids = HashSet::new();
    for Row { id, lines } in Row::all() {
        assert!(is_id(&id), "{PAGE}: `{id}` should be like `loop-1`");
        assert!(ids.insert(id.clone()), "{PAGE}: `{id}` should occur once");
        let has = |label: &str| lines.iter().any(|line| line.contains(label));
        assert!(has("chapter: ["), "{PAGE}: {id} should name a chapter");
        // In production there is other code.
        let has_code = has("- code: [") || id == "production-1";
        assert!(has_code, "{PAGE}: {id} should name its code");
    }
    assert!(ids.len() > 40, "{PAGE} should have a row per sentence");
}

/// The head of a module names rows of the page: ``//! Exercise, `loop-1`: ...``.
#[test]
fn every_id_that_a_source_names_is_on_the_page() {
    let ids: HashSet<String> = Row::all().into_iter().map(|row| row.id).collect();
    let mut unknown = Vec::new();
    for directory in ["src", "grader", "exercises", "examples", "tests/suites"] {
        for path in files(directory, "rs") {
            let text = read(&project().join(&path));
            let heads = text.lines().filter(|line| line.starts_with("//! Exercise"));
            let named = heads.flat_map(|head| head.split('`').skip(1).step_by(2));
            for id in named.filter(|text| is_id(text) && !ids.contains(*text)) {
                unknown.push(format!("{path}: {id}"));
            }
        }
    }
    assert!(
        unknown.is_empty(),
        "{PAGE} should have a row for each of these ids:\n{}",
        unknown.join("\n")
    );
}

#[test]
fn every_module_suite_task_and_chapter_is_reached() {
    let mut reached: HashSet<String> = Row::all().iter().flat_map(Row::targets).collect();
    for chapter in files("docs/walk", "md") {
        // A chapter is one directory deeper than the page.
        let text = Document::new(&chapter).prose().replace("](../", "](");
        reached.extend(targets(&text));
    }
    let is_reached = |path: &String| {
        // Where a module has several suites, a link to their directory will do.
        let path = Path::new(path);
        path.ancestors()
            .any(|path| path.to_str().is_some_and(|path| reached.contains(path)))
    };
    let mut missing = files("src", "rs");
    missing.extend(files("tests/suites", "rs"));
    missing.extend(exercises().iter().map(|task| format!("{task}/README.md")));
    missing.extend(files("docs/walk", "md"));
    missing.retain(|path| !path.ends_with("walk/README.md") && !is_reached(path));
    assert!(
        missing.is_empty(),
        "a row of {PAGE} or a chapter should lead to each of these:\n{}",
        missing.join("\n")
    );
}

/// Under each row is written what the grader checks; and each check of the exercise is under a row.
#[test]
fn every_check_of_the_grader_is_under_a_row() {
    let page = Document::new(PAGE).text;
    let mut missing = Vec::new();
    for path in files("grader/src/sentences", "rs") {
        let text = read(&project().join(&path));
        for check in text.split("Check::new(").skip(1) {
            let title = check.split('"').nth(1).unwrap();
            if !page.contains(&format!("[`{title}`](../{path})")) {
                missing.push(format!("[`{title}`](../{path})"));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "{PAGE} should have these checks under a row:\n{}",
        missing.join("\n")
    );
}

/// In a row, module, suite and task have one name: `service/due`, `service/due`, `11_due`.
#[test]
fn module_suite_and_task_of_a_row_have_one_name() {
    let mut wrong = Vec::new();
    for row in Row::all() {
        let targets = row.targets();
        let below = |root: &str| -> Vec<String> {
            let paths = targets.iter().filter(|path| path.starts_with(root));
            paths.map(|path| name(path, root).to_owned()).collect()
        };
        let modules = below("src/");
        // The suite of a whole directory is beside each module in it.
        let has_module = |suite: &String| modules.iter().any(|it| Path::new(it).starts_with(suite));
        let suites = below("tests/suites/").into_iter();
        wrong.extend(
            suites
                .filter(|suite| !has_module(suite))
                .map(|suite| (row.id.clone(), suite)),
        );
        for readme in below("exercises/") {
            let (folder, _) = readme.split_once('/').unwrap();
            let (_, task) = folder.split_once('_').unwrap();
            let is_its = |module: &String| module.replace('/', "_").ends_with(task);
            if task != "whole" && !modules.iter().any(is_its) {
                wrong.push((row.id.clone(), folder.to_owned()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{PAGE}: beside a suite or task, a row should name the module of the same name: {wrong:#?}"
    );
}

/// A suite is at the path of its module, so that each is found from the other.
#[test]
fn every_suite_has_a_module_of_its_name() {
    let modules = files("src", "rs");
    for suite in files("tests/suites", "rs") {
        // The suite of a module that is used as a whole may have several files.
        let name = match name(&suite, "tests/suites/") {
            name if name.starts_with("archive/") => "archive",
            name => name,
        };
        assert!(
            modules
                .iter()
                .any(|module| self::name(module, "src/") == name),
            "src has no module {name} for {suite}"
        );
    }
}

#[test]
fn every_module_has_a_suite_of_its_name() {
    let suites = files("tests/suites", "rs");
    for module in files("src", "rs") {
        let has_none = module == "src/lib.rs"
            || module.starts_with("src/bin/")
            // Lists of modules; what archive/mod.rs offers is tested as a whole.
            || module.ends_with("/mod.rs")
            || module.starts_with("src/archive/");
        let name = name(&module, "src/");
        assert!(
            has_none || suites.contains(&format!("tests/suites/{name}.rs")),
            "{module} has no suite"
        );
    }
}
