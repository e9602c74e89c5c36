//! Restores the stub from git; the learner's file is kept beside it.

use std::fs;
use std::io::{self, BufRead, Write};
use std::iter;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;
use crate::output::say;
use crate::source;
use crate::task::Task;

/// Restores the stub of `task`; asks first, unless `yes`. Returns whether the stub is there now.
///
/// # Errors
/// If the stub cannot be read or written, or git has no version of it.
pub fn run(task: &Task, yes: bool) -> Result<bool, Error> {
    let stub = task.stub().ok_or(Error::OnlyForStubs)?;
    let original = original(&stub)?;
    let failed = || Error::io(format!("restore {}", stub.display()));
    if !stub.exists() {
        fs::write(&stub, original).map_err(failed())?;
        say!("{} is restored.", stub.display());
        return Ok(true);
    }
    let written = fs::read(&stub).map_err(failed())?;
    if written == original.as_bytes() {
        say!("{} is the stub already.", stub.display());
        return Ok(true);
    }
    let kept = free_name(&stub);
    if !yes && !confirm(&stub, &kept)? {
        say!("Nothing was changed.");
        return Ok(false);
    }
    fs::write(&kept, written).map_err(failed())?;
    fs::write(&stub, original).map_err(failed())?;
    say!(
        "{} is the stub again; your file is {}.",
        stub.display(),
        kept.display()
    );
    Ok(true)
}

/// A name beside the stub that is not taken.
fn free_name(stub: &Path) -> PathBuf {
    let names = (2..).map(|number| format!("{number}.rs.old"));
    iter::once("rs.old".to_owned())
        .chain(names)
        .map(|name| stub.with_extension(name))
        .find(|path| !path.exists())
        .unwrap_or_default()
}

fn confirm(stub: &Path, kept: &Path) -> Result<bool, Error> {
    let (stub, kept) = (stub.display(), kept.display());
    let mut out = io::stdout();
    let _ = write!(
        out,
        "Restore the stub {stub}? Your file will be kept as {kept}. [y/N] "
    );
    let _ = out.flush();
    let mut answer = String::new();
    io::stdin()
        .lock()
        .read_line(&mut answer)
        .map_err(Error::io("read the answer"))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// The newest committed version that is still the stub: a learner may have committed a solution.
fn original(stub: &Path) -> Result<String, Error> {
    let path = stub.to_string_lossy();
    let commits = git(&["log", "--format=%H", "--", &path])?;
    commits
        .lines()
        .filter_map(|commit| git(&["show", &format!("{commit}:./{path}")]).ok())
        .find(|version| source::is_untouched(version))
        .ok_or_else(|| Error::NoStubInGit(stub.to_owned()))
}

fn git(arguments: &[&str]) -> Result<String, Error> {
    let output = Command::new("git")
        .args(arguments)
        .output()
        .map_err(Error::io("run git"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let message = String::from_utf8_lossy(&output.stderr);
        Err(Error::Program("git", message.trim().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_file_is_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let stub = dir.path().join("kill.rs");
        for name in ["kill.rs.old", "kill.2.rs.old", "kill.3.rs.old"] {
            assert_eq!(free_name(&stub), dir.path().join(name));
            fs::write(dir.path().join(name), "").unwrap();
        }
    }
}
