//! Which modules of `src` a source uses, and the rows of modules in `src/lib.rs`. The picture of the
//! modules in `book/tests` is drawn from both.

use std::collections::BTreeSet;

/// The rows of the block below "# Dependencies" in this text of `src/lib.rs`, from top to bottom.
pub fn rows(map: &str) -> Vec<Vec<&str>> {
    let (_, section) = map
        .split_once("//! # Dependencies")
        .expect("there is a heading");
    let block = section.split("```").nth(1).expect("there is a block");
    let lines = block
        .lines()
        .skip(1)
        .map(|line| line.trim_start_matches("//!"));
    let rows = lines.map(|line| line.split_whitespace().collect());
    rows.filter(|row: &Vec<&str>| !row.is_empty()).collect()
}

/// The modules that a source uses: those after `crate::`, or after `backup::` in the programs.
pub fn used(source: &str) -> BTreeSet<String> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code: String = source.split_inclusive('\n').filter(is_code).collect();
    let mut used = BTreeSet::new();
    for rest in ["crate::", "backup::"]
        .iter()
        .flat_map(|root| code.split(root).skip(1))
    {
        let list = rest
            .strip_prefix('{')
            .and_then(|rest| rest.split('}').next());
        let end = |character: char| !character.is_alphanumeric() && character != '_';
        let names = list.map_or(vec![rest], |list| list.split(',').collect());
        used.extend(
            names
                .iter()
                .filter_map(|name| name.trim().split(end).next())
                .map(str::to_owned),
        );
    }
    used
}

#[cfg(test)]
mod tests {
    use super::used;

    #[test]
    fn uses_are_found_in_code_and_not_in_comments() {
        let source =
            "use crate::clock::Clock;\nuse backup::{cli, manager::start};\n// crate::escape\n";
        assert_eq!(Vec::from_iter(used(source)), ["cli", "clock", "manager"]);
    }
}
