//! The stub as it was, from git; what the learner wrote is kept beside it.

use std::fs;
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::Command;

use crate::exercise::Exercise;

/// Puts the stub of `exercise` back, after asking, unless `yes`; whether it did.
pub fn run(exercise: &Exercise, yes: bool) -> Result<bool, String> {
    let stub = exercise
        .stub()
        .ok_or("its programs are yours alone: remove them by hand")?;
    let original = original(&stub)?;
    let written = fs::read_to_string(&stub).unwrap_or_default();
    if written == original {
        println!("{} is as it was.", stub.display());
        return Ok(true);
    }
    let kept = stub.with_extension("rs.old");
    if !yes && !agrees(&stub, &kept)? {
        println!("Nothing was changed.");
        return Ok(false);
    }
    fs::write(&kept, written)
        .and_then(|()| fs::write(&stub, original))
        .map_err(|error| format!("{}: {error}", stub.display()))?;
    println!(
        "{} is the stub again; yours is in {}.",
        stub.display(),
        kept.display()
    );
    Ok(true)
}

fn agrees(stub: &Path, kept: &Path) -> Result<bool, String> {
    print!(
        "Put the stub back in {}? Yours will be kept in {}. [y/N] ",
        stub.display(),
        kept.display()
    );
    let mut answer = String::new();
    io::stdout()
        .flush()
        .and_then(|()| io::stdin().lock().read_line(&mut answer))
        .map_err(|error| error.to_string())?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// The newest committed version that has the most left to do: the learner may have committed too.
fn original(stub: &Path) -> Result<String, String> {
    let path = stub.to_string_lossy();
    let commits = git(&["log", "--format=%H", "--", &path])?;
    let versions = commits
        .lines()
        .filter_map(|commit| git(&["show", &format!("{commit}:./{path}")]).ok());
    let mut best = None;
    for version in versions {
        let left = version.matches("todo!(").count();
        if best.as_ref().is_none_or(|&(most, _)| left > most) {
            best = Some((left, version));
        }
    }
    best.map(|(_, version)| version)
        .ok_or(format!("git knows no version of {path}"))
}

fn git(arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .args(arguments)
        .output()
        .map_err(|error| format!("git: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}
