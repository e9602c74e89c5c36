//! The table of readers in `docs/reliability.md`: a row for each kind of entry, a column for each
//! reader.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

fn document() -> PathBuf {
    let project = env::var_os("CARGO_MANIFEST_DIR").unwrap_or(".".into());
    Path::new(&project).join("docs/reliability.md")
}

/// Compares `column`, entries with what `reader` made of them, with the column of the document. A
/// reader may be better than documented: a later version may have learned what an earlier one lost.
/// With `UPDATE_READERS` set, writes the column to the document instead.
#[track_caller]
pub fn compare(reader: &str, column: &[(&str, String)]) {
    let text = fs::read_to_string(document()).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let head = lines.iter().position(|line| line.starts_with("| entry |"));
    let head = head.expect("docs/reliability.md should have the table of readers");
    let index = cells(&lines[head]).iter().position(|cell| cell == reader);
    let index = index.unwrap_or_else(|| panic!("{reader} should have a column in the table"));
    let mut worse = Vec::new();
    for (entry, found) in column {
        let row = lines
            .iter()
            .position(|line| line.starts_with(&format!("| {entry} |")));
        let row = row.unwrap_or_else(|| panic!("{entry} should have a row in the table"));
        let mut cells = cells(&lines[row]);
        if found != "yes" && *found != cells[index] {
            worse.push(format!("{entry}: {found}, documented: {}", cells[index]));
        }
        cells[index].clone_from(found);
        lines[row] = format!("| {} |", cells.join(" | "));
    }
    if std::env::var_os("UPDATE_READERS").is_some() {
        fs::write(document(), lines.join("\n") + "\n").unwrap();
    } else {
        assert!(
            worse.is_empty(),
            "{reader} should extract as documented:\n{}",
            worse.join("\n")
        );
    }
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim_matches(|c| c == '|' || c == ' ');
    line.split('|').map(|cell| cell.trim().to_owned()).collect()
}
