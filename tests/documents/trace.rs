//! The trace, `docs/trace.md`: a row for each sentence, and nothing that no row leads to.

use std::path::Path;

use crate::{Document, exercises, files};

/// The rows of the table, each as its cells.
fn rows() -> Vec<Vec<String>> {
    let trace = Document::new("docs/trace.md");
    let rows = trace.text.lines().filter(|line| line.starts_with('|'));
    rows.skip(2)
        .map(|row| {
            let cells = row.trim_matches('|').split('|');
            cells.map(|cell| cell.trim().to_owned()).collect()
        })
        .collect()
}

/// Where the links of a cell lead, as paths in the project.
fn targets(cell: &str) -> Vec<String> {
    cell.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|target| match target.strip_prefix("../") {
            Some(path) => path.to_owned(),
            None => format!("docs/{target}"),
        })
        .collect()
}

/// The path of a source without `root` and ending; a directory has the name of its `mod.rs`.
fn name<'a>(path: &'a str, root: &str) -> &'a str {
    let name = path.strip_prefix(root).unwrap();
    let name = name.strip_suffix(".rs").unwrap_or(name);
    name.strip_suffix("/mod").unwrap_or(name)
}

const COLUMNS: [&str; 5] = ["sentence", "module", "suite", "exercise", "chapter"];

#[test]
fn each_row_has_its_five_cells_and_none_is_empty() {
    for row in rows() {
        assert_eq!(row.len(), COLUMNS.len(), "{row:?}");
        for (cell, column) in row.iter().zip(COLUMNS).skip(1) {
            assert!(
                cell == "–" || !targets(cell).is_empty(),
                "the {column} of {:?} is neither a link nor –",
                row[0]
            );
        }
    }
}

#[test]
fn every_module_suite_exercise_and_chapter_is_in_the_trace() {
    let rows = rows();
    let traced = |column: usize| -> Vec<String> {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.flat_map(|cell| targets(cell)).collect()
    };
    let mut untraced = Vec::new();

    let modules = traced(1);
    untraced.extend(
        files("src", "rs")
            .into_iter()
            .filter(|it| !modules.contains(it)),
    );

    // A suite in several files is traced as its directory.
    let suites = traced(2);
    let is_traced = |file: &String| {
        suites
            .iter()
            .any(|suite| Path::new(file).starts_with(suite))
    };
    untraced.extend(
        files("tests/suites", "rs")
            .into_iter()
            .filter(|it| !is_traced(it)),
    );

    let readmes = traced(3);
    untraced.extend(
        exercises()
            .iter()
            .map(|exercise| format!("{exercise}/README.md"))
            .filter(|it| !readmes.contains(it)),
    );

    let chapters = traced(4);
    untraced.extend(
        files("docs/walk", "md")
            .into_iter()
            .filter(|it| it != "docs/walk/README.md" && !chapters.contains(it)),
    );
    assert!(
        untraced.is_empty(),
        "docs/trace.md leads to none of these:\n{}",
        untraced.join("\n")
    );
}

/// In a row, module, suite and exercise have one name: `service/due`, `service/due`, `11_due`.
#[test]
fn what_stands_in_one_row_has_one_name() {
    for row in rows().iter().filter(|row| row.len() == COLUMNS.len()) {
        let modules = targets(&row[1]);
        let modules = modules.iter().filter(|path| path.starts_with("src/"));
        let modules: Vec<&str> = modules.map(|path| name(path, "src/")).collect();
        for suite in targets(&row[2]) {
            if !suite.starts_with("tests/suites/") {
                continue;
            }
            // That of a whole directory stands beside each module in it.
            let suite = name(&suite, "tests/suites/");
            let is_its = |module: &&str| Path::new(module).starts_with(suite);
            assert!(
                modules.iter().any(is_its),
                "the suite {suite} stands beside {modules:?}"
            );
        }
        for readme in targets(&row[3]) {
            let folder = readme.split('/').nth(1).unwrap();
            let (_, exercise) = folder.split_once('_').unwrap();
            let is_its = |module: &&str| module.replace('/', "_").ends_with(exercise);
            assert!(
                exercise == "whole" || modules.iter().any(is_its),
                "the exercise {folder} stands beside {modules:?}"
            );
        }
    }
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
