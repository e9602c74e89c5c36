//! Dependencies point one way: the rows of modules in `src/lib.rs`.

#[path = "uses.rs"]
mod uses;

use crate::{assert_none, file, files};

#[test]
fn every_module_uses_only_rows_below_its_own() {
    let rows = uses::rows(&file("src/lib.rs").text);
    let row_of = |module: &str| rows.iter().position(|row| row.contains(&module));
    let mut wrong = Vec::new();
    for file in files("src", "rs").filter(|file| file.path != "src/lib.rs") {
        let path = &file.path;
        let module = path.split(['/', '.']).nth(1).unwrap();
        let Some(row) = row_of(module) else {
            wrong.push(format!("{path}: `{module}` is in no row of src/lib.rs"));
            continue;
        };
        for other in uses::used(&file.text) {
            if other != module && row_of(&other).is_some_and(|its| its <= row) {
                wrong.push(format!(
                    "{path}: `{other}` is not in a row below `{module}`"
                ));
            }
        }
    }
    assert_none("each module should use only rows below its own", wrong);
}
