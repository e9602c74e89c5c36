//! The stub as it was, from git; what the learner wrote is kept beside it.

use std::fs;
use std::io::{self, BufRead, Write};
use std::iter;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::exercise::Exercise;

/// Puts the stub of `exercise` back, after asking, unless `yes`; whether it did.
pub fn run(exercise: &Exercise, yes: bool) -> Result<bool, String> {
    let stub = exercise
        .stub()
        .ok_or("its programs are yours alone: remove them by hand")?;
    let original = original(&stub)?;
    let failed = |error: io::Error| format!("{}: {error}", stub.display());
    if !stub.exists() {
        fs::write(&stub, original).map_err(failed)?;
        println!("{} is there again.", stub.display());
        return Ok(true);
    }
    let written = fs::read(&stub).map_err(failed)?;
    if written == original.as_bytes() {
        println!("{} is as it was.", stub.display());
        return Ok(true);
    }
    let kept = free(&stub);
    if !yes && !agrees(&stub, &kept)? {
        println!("Nothing was changed.");
        return Ok(false);
    }
    fs::write(&kept, written)
        .and_then(|()| fs::write(&stub, original))
        .map_err(failed)?;
    println!(
        "{} is the stub again; yours is in {}.",
        stub.display(),
        kept.display()
    );
    Ok(true)
}

/// Where to keep what was written: beside the stub, over nothing that was kept before.
fn free(stub: &Path) -> PathBuf {
    let names = (2..).map(|number| format!("{number}.rs.old"));
    iter::once("rs.old".to_owned())
        .chain(names)
        .map(|name| stub.with_extension(name))
        .find(|path| !path.exists())
        .unwrap_or_default()
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
    let commits = git(&["log", "--reverse", "--format=%H", "--", &path])?;
    commits
        .lines()
        .filter_map(|commit| git(&["show", &format!("{commit}:./{path}")]).ok())
        // Of equals it takes the last, which is the newest.
        .max_by_key(|version| version.matches("todo!(").count())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_before_is_kept_still() {
        let dir = tempfile::tempdir().unwrap();
        let stub = dir.path().join("kill.rs");
        let names = ["kill.rs.old", "kill.2.rs.old", "kill.3.rs.old"];
        for name in names {
            assert_eq!(free(&stub), dir.path().join(name));
            fs::write(dir.path().join(name), "").unwrap();
        }
    }
}
