//! The table of readers in `docs/reliability.md`: a row for each kind of entry, a column for each
//! reader.

use std::env;
use std::fs;
use std::path::Path;

/// Compares the column of `reader` with what `found` returns for each row, if it can be tried here. A
/// reader may be better than documented: a later version may have learned what an earlier one lost.
/// With `UPDATE_READERS` set, writes the column to the document instead.
#[track_caller]
pub fn compare(reader: &str, found: impl Fn(&str) -> Option<String>) {
    let project = env::var_os("CARGO_MANIFEST_DIR").unwrap_or(".".into());
    let document = Path::new(&project).join("docs/reliability.md");
    let text = fs::read_to_string(&document).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let head = lines.iter().position(|line| line.starts_with("| entry |"));
    let head = head.expect("docs/reliability.md should have the table of readers");
    let column = cells(&lines[head]).iter().position(|cell| cell == reader);
    let column = column.unwrap_or_else(|| panic!("{reader} should have a column in the table"));
    let mut worse = Vec::new();
    for line in &mut lines[head + 2..] {
        let mut cells = cells(line);
        if cells.len() <= column {
            break;
        }
        if let Some(found) = found(&cells[0]) {
            if found != "yes" && found != cells[column] {
                worse.push(format!("{}: {found}, not {}", cells[0], cells[column]));
            }
            cells[column] = found;
        }
        *line = format!("| {} |", cells.join(" | "));
    }
    if env::var_os("UPDATE_READERS").is_some() {
        fs::write(document, lines.join("\n") + "\n").unwrap();
    } else {
        let worse = worse.join("\n");
        assert!(
            worse.is_empty(),
            "{reader} should extract as documented:\n{worse}"
        );
    }
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim_matches(|c| c == '|' || c == ' ');
    line.split('|').map(|cell| cell.trim().to_owned()).collect()
}
