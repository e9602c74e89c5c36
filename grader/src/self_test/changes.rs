//! Changes of the reference solution: the rows of `changes.md`.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::read;
use crate::sandbox::{self, Limits};

/// A change of the reference solution, before it is made.
pub struct Change {
    pub name: String,
    /// The script for `sed`.
    script: String,
    /// The sentences that must fail.
    pub fails: Vec<String>,
}

/// The rows of the table in `changes.md`.
pub fn changes(text: &str) -> Vec<Change> {
    let rows = text.lines().filter(|row| row.starts_with("| ")).skip(2);
    let change = |row: &str| {
        let row = row.replace("\\|", "\0");
        let cells = row.trim_matches('|').split('|');
        let cells: Vec<String> = cells.map(|cell| cell.trim().replace('\0', "|")).collect();
        let [name, script, fails] = &cells[..] else {
            panic!("changes.md has three columns: {row}");
        };
        Change {
            name: name.clone(),
            script: script.trim_matches('`').replace("` `", "\n"),
            fails: match fails.as_str() {
                "nothing" => Vec::new(),
                fails => fails.split("; ").map(str::to_owned).collect(),
            },
        }
    };
    rows.map(change).collect()
}

impl Change {
    /// Makes a changed copy of the reference solution in the new directory `dir`.
    pub fn apply(&self, reference: &Path, dir: &Path) {
        fs::create_dir_all(dir).expect("a directory can be made");
        let mut is_changed = false;
        for name in ["backup_manager.py", "backup_service.py"] {
            let mut sed = Command::new("sed");
            sed.arg(&self.script).arg(reference.join(name));
            let output = sandbox::run(&mut sed, &Limits::time(Duration::from_secs(20)));
            let output = output.expect("there is sed");
            assert!(output.is_success(), "{}: {}", self.name, output.stderr);
            is_changed |= output.stdout != read(&reference.join(name));
            fs::write(dir.join(name), output.stdout).expect("a file can be written");
        }
        assert!(is_changed, "{} changes nothing", self.name);
    }
}
