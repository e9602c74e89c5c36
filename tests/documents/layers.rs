//! Dependencies point one way: the rows of modules in `src/lib.rs`.

use std::collections::BTreeSet;

use crate::{files, project, read};

/// The rows of the block below "# Dependencies", from top to bottom.
fn rows() -> Vec<Vec<String>> {
    let map = read(&project().join("src/lib.rs"));
    let (_, section) = map.split_once("//! # Dependencies").unwrap();
    let block = section.split("```").nth(1).unwrap();
    let lines = block
        .lines()
        .skip(1)
        .map(|line| line.trim_start_matches("//!"));
    lines
        .map(|line| line.split_whitespace().map(str::to_owned).collect())
        .filter(|row: &Vec<String>| !row.is_empty())
        .collect()
}

/// The module that a file belongs to: `src/manager/start.rs` to `manager`.
fn module(path: &str) -> &str {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    path.split('/').next().unwrap()
}

/// The modules that a source uses: those after `crate::`, or after `backup::` in the programs.
fn used(source: &str) -> BTreeSet<String> {
    let code = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code = code.collect::<Vec<_>>().join("\n");
    let mut used = BTreeSet::new();
    for prefix in ["crate::", "backup::"] {
        for rest in code.split(prefix).skip(1) {
            let names = match rest.strip_prefix('{') {
                Some(list) => list.split('}').next().unwrap_or_default(),
                None => rest,
            };
            let is_list = rest.starts_with('{');
            for name in names.split(',').take(if is_list { usize::MAX } else { 1 }) {
                let end = |character: char| !character.is_alphanumeric() && character != '_';
                let name = name.trim().split(end).next().unwrap_or_default();
                used.insert(name.to_owned());
            }
        }
    }
    used
}

#[test]
fn every_module_uses_only_rows_below_its_own() {
    let rows = rows();
    let row_of = |module: &str| {
        rows.iter()
            .position(|row| row.iter().any(|name| name == module))
    };
    let mut wrong = Vec::new();
    for path in files("src", "rs")
        .iter()
        .filter(|path| *path != "src/lib.rs")
    {
        let module = module(path);
        let Some(row) = row_of(module) else {
            wrong.push(format!("{path}: `{module}` is in no row of src/lib.rs"));
            continue;
        };
        for name in used(&read(&project().join(path))) {
            if let Some(other) = row_of(&name)
                && name != module
                && other <= row
            {
                wrong.push(format!(
                    "{path} uses `{name}`, which is not in a row below `{module}`"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn uses_are_found_in_code_and_not_in_comments() {
    let source = "use crate::clock::Clock;\nuse backup::{cli, manager::start};\n// crate::escape\n";
    let expected = ["cli", "clock", "manager"].map(str::to_owned);
    assert_eq!(used(source), BTreeSet::from(expected));
}
