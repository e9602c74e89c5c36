//! `docs/exercise.md`: a row per sentence of the exercise, each with an id and with links. It leads
//! to every module, suite, task and chapter.

use std::collections::HashSet;
use std::path::Path;

use crate::pieces::Link;
use crate::{File, assert_none, file, files, find, task};

const PAGE: &str = "docs/exercise.md";

/// A row of the page: its id, and the lines of its list.
struct Row {
    id: &'static str,
    lines: Vec<&'static str>,
}

fn rows() -> Vec<Row> {
    let rows = file(PAGE).text.split("\n#### ").skip(1);
    rows.map(|row| {
        let (id, rest) = row.split_once('\n').unwrap();
        let lines = rest.lines().filter(|line| line.starts_with("- ")).collect();
        Row { id, lines }
    })
    .collect()
}

/// The paths to which the links of `text`, a part of `document`, lead.
fn targets(document: &str, text: &str) -> Vec<String> {
    Link::all(text)
        .iter()
        .map(|link| link.target(document))
        .collect()
}

/// Whether `text` has the shape of an id: `loop-1`.
fn is_id(text: &str) -> bool {
    text.split_once('-').is_some_and(|(word, number)| {
        let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        is_word && number.parse::<u8>().is_ok()
    })
}

#[test]
fn every_row_has_its_own_id_and_code_and_chapter() {
    let mut ids = HashSet::new();
    for Row { id, lines } in rows() {
        assert!(is_id(id), "{PAGE}: `{id}` should be like `loop-1`");
        assert!(ids.insert(id), "{PAGE}: `{id}` should occur once");
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
    let ids: HashSet<&str> = rows().iter().map(|row| row.id).collect();
    let mut unknown = Vec::new();
    for directory in ["src", "grader", "exercises", "examples", "tests/suites"] {
        for File { path, text } in files(directory, "rs") {
            let heads = text.lines().filter(|line| line.starts_with("//! Exercise"));
            let named = heads.flat_map(|head| head.split('`').skip(1).step_by(2));
            let named = named.filter(|text| is_id(text) && !ids.contains(text));
            unknown.extend(named.map(|id| format!("{path}: {id}")));
        }
    }
    assert_none(
        "docs/exercise.md should have a row for each of these ids",
        unknown,
    );
}

#[test]
fn every_module_suite_task_and_chapter_is_reached() {
    let mut reached = HashSet::new();
    for row in rows() {
        reached.extend(row.lines.iter().flat_map(|line| targets(PAGE, line)));
    }
    for chapter in files("docs/walk", "md") {
        reached.extend(targets(&chapter.path, &chapter.prose()));
    }
    // Where a module has several suites, a link to their directory will do.
    let is_reached = |path: &str| {
        let mut around = Path::new(path).ancestors();
        around.any(|path| path.to_str().is_some_and(|path| reached.contains(path)))
    };
    let tasks = files("exercises", "md")
        .filter(|file| task(&file.path).is_some() && file.path.ends_with("/README.md"));
    let chapters = files("docs/walk", "md").filter(|file| !file.path.ends_with("README.md"));
    let all = files("src", "rs")
        .chain(files("tests/suites", "rs"))
        .chain(tasks)
        .chain(chapters);
    let missing = all
        .map(|file| file.path.clone())
        .filter(|path| !is_reached(path));
    assert_none(
        "a row of docs/exercise.md or a chapter should lead to each of these",
        missing,
    );
}

/// Under each row is written what the grader checks; and each check of the exercise is under a row.
#[test]
fn every_check_of_the_grader_is_under_a_row() {
    let page = &file(PAGE).text;
    let mut missing = Vec::new();
    for File { path, text } in files("grader/src/sentences", "rs") {
        let checks = text.split("Check::new(").skip(1);
        let links =
            checks.map(|check| format!("[`{}`](../{path})", check.split('"').nth(1).unwrap()));
        missing.extend(links.filter(|link| !page.contains(link)));
    }
    assert_none(
        "docs/exercise.md should have these checks under a row",
        missing,
    );
}

/// In a row, module, suite and task have one name: `service/due`, `service/due`, `11_due`.
#[test]
fn module_suite_and_task_of_a_row_have_one_name() {
    let mut wrong = Vec::new();
    for Row { id, lines } in rows() {
        let targets: Vec<String> = lines.iter().flat_map(|line| targets(PAGE, line)).collect();
        let modules = || targets.iter().filter(|path| path.starts_with("src/"));
        for path in &targets {
            let is_odd = if let Some(suite) = path.strip_prefix("tests/suites/") {
                // The suite of a whole directory is beside each module in it.
                let module = format!("src/{}", suite.trim_end_matches(".rs"));
                !modules().any(|path| path.starts_with(&module))
            } else if let Some((_, name)) = task(path).and_then(|task| task.split_once('_')) {
                let file = |path: &String| path.replace("/mod.rs", ".rs").replace('/', "_");
                let is_its = |path| file(path).ends_with(&format!("_{name}.rs"));
                name != "whole" && !modules().any(is_its)
            } else {
                false
            };
            if is_odd {
                wrong.push(format!("{id}: {path}"));
            }
        }
    }
    assert_none(
        "beside these, a row should name the module of the same name",
        wrong,
    );
}

/// A suite is at the path of its module, so that each is found from the other. The archive is tested
/// as a whole.
#[test]
fn every_module_has_a_suite_of_its_name_and_every_suite_a_module() {
    let is_tested = |path: &str| {
        let has_none = ["src/lib.rs", "src/bin/", "src/archive/"];
        !path.ends_with("/mod.rs") && !has_none.iter().any(|it| path.starts_with(it))
    };
    let modules = files("src", "rs")
        .map(|file| &file.path)
        .filter(|path| is_tested(path));
    let suites = files("tests/suites", "rs").map(|file| &file.path);
    let suites = suites.filter(|path| !path.starts_with("tests/suites/archive/"));
    let expected = modules.map(|path| path.replace("src/", "tests/suites/"));
    let expected = expected.chain(suites.map(|path| path.replace("tests/suites/", "src/")));
    let missing = expected.filter(|path| find(path).is_none());
    assert_none(
        "these files should be there, as their modules or suites are",
        missing,
    );
    let reference = &file("tests/reference.rs").text;
    let suites = files("tests/suites", "rs").map(|file| &file.path["tests/suites/".len()..]);
    let not_run = suites.filter(|path| !reference.contains(&format!("{path:?}")));
    assert_none(
        "tests/reference.rs should run these suites",
        not_run.map(str::to_owned),
    );
}
