//! The copy of the project in which tasks are compiled.
//!
//! Cargo compiles a file again if its modification time is newer than the last build. That is wrong
//! for a file that was copied or moved here with its old time, and for a target directory that two
//! clones share. So the runner keeps a copy below `target/exercises`, with a target directory of its
//! own, and writes a file there only if its content differs: then its time is new as well.

use std::collections::HashSet;
use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;
use crate::task::{FOLDER, Task};

/// The files that the runner remembers and compiles; `cargo clean` deletes it.
pub const STATE: &str = "target/exercises";

/// The copy.
const COPY: &str = "target/exercises/project";

/// The package of the reference, the suites and the tasks.
const PACKAGE: &str = "backup-manager";

/// The name of the test target that `verify` compiles.
pub const VERIFY: &str = "verify";

/// The copy of the project, for as long as no other `cargo ex` may change it.
pub struct Project {
    files: HashSet<PathBuf>,
    _lock: File,
}

impl Project {
    /// Brings the copy up to date, with `others` as the content of some of its files. Waits while
    /// another `cargo ex` uses the copy.
    ///
    /// # Errors
    /// If the copy cannot be locked or written.
    pub fn copy(others: &[(PathBuf, String)]) -> Result<Project, Error> {
        fs::create_dir_all(STATE).map_err(Error::io(format!("create {STATE}")))?;
        let mut project = Project {
            files: HashSet::new(),
            _lock: lock().map_err(Error::io(format!("lock {STATE}")))?,
        };
        let copied = project.copy_all(others);
        copied.map_err(Error::io(format!("copy the project to {COPY}")))?;
        Ok(project)
    }

    fn copy_all(&mut self, others: &[(PathBuf, String)]) -> io::Result<()> {
        for (file, content) in others {
            self.put(content.as_bytes(), &Path::new(COPY).join(file))?;
        }
        let manifest = fs::read_to_string("Cargo.toml")?;
        let mut folders = vec!["src", "tests", "examples", FOLDER];
        folders.extend(members(&manifest).filter(|member| !member.starts_with(FOLDER)));
        for folder in &folders {
            self.folder(Path::new(folder), &Path::new(COPY).join(folder))?;
        }
        self.file(Path::new("Cargo.lock"), &Path::new(COPY).join("Cargo.lock"))?;
        // One manifest for all that is compiled here: another one would compile everything again.
        let target = format!("[[test]]\nname = \"{VERIFY}\"\npath = \"{FOLDER}/{VERIFY}.rs\"\n");
        let manifest =
            manifest.replacen("[[test]]", &format!("{target}test = false\n\n[[test]]"), 1);
        self.put(manifest.as_bytes(), &Path::new(COPY).join("Cargo.toml"))?;
        for folder in folders {
            self.remove_others(&Path::new(COPY).join(folder))?;
        }
        Ok(())
    }

    /// Cargo in the copy, with settings that do not depend on the learner's.
    pub fn cargo(&self, command: &str) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
        cargo
            .args([command, "--locked", "--color", "never"])
            .args(["--package", PACKAGE])
            .current_dir(COPY)
            .env("CARGO_TARGET_DIR", "target")
            .env("CARGO_TERM_QUIET", "false")
            .env_remove("CARGO_BUILD_TARGET")
            .env_remove("CARGO_MANIFEST_DIR");
        cargo
    }

    /// A program that cargo has compiled in the copy, with the variables that `cargo test` sets, and
    /// without the learner's settings for tests.
    pub fn program(&self, path: &str) -> Command {
        let mut program = Command::new(path);
        program.current_dir(COPY);
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("RUST_TEST_") || text.starts_with("CARGO_") {
                program.env_remove(&name);
            }
        }
        program
            .env("RUST_BACKTRACE", "0")
            .env("CARGO_PKG_NAME", PACKAGE)
            .env(
                "CARGO_MANIFEST_DIR",
                Path::new(path).ancestors().nth(4).unwrap_or(Path::new("")),
            );
        program
    }

    fn folder(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let Ok(entries) = fs::read_dir(from) else {
            return Ok(());
        };
        for entry in entries {
            let entry = entry?;
            let (kind, name) = (entry.file_type()?, entry.file_name());
            if kind.is_dir() && !is_left_out(&name) {
                self.folder(&entry.path(), &to.join(name))?;
            } else if entry.path().is_file() {
                self.file(&entry.path(), &to.join(name))?;
            }
        }
        Ok(())
    }

    fn file(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.put(&fs::read(from)?, to)
    }

    /// Writes a file, unless it is the same already, or was written for this copy before.
    fn put(&mut self, content: &[u8], to: &Path) -> io::Result<()> {
        if !self.files.insert(to.to_owned()) || fs::read(to).is_ok_and(|there| there == content) {
            return Ok(());
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(to, content)
    }

    /// Removes the files below `folder` that the project no longer has.
    fn remove_others(&self, folder: &Path) -> io::Result<()> {
        let Ok(entries) = fs::read_dir(folder) else {
            return Ok(());
        };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                self.remove_others(&path)?;
            } else if !self.files.contains(&path) {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }
}

/// The members of the workspace that `manifest` describes.
fn members(manifest: &str) -> impl Iterator<Item = &str> {
    let list = manifest
        .split_once("\nmembers = [")
        .map_or("", |(_, rest)| rest);
    let list = list.split(']').next().unwrap_or_default();
    list.split('"').skip(1).step_by(2)
}

/// A folder that no task needs: build output, version control, and the last task, which may hold a
/// project of any size.
fn is_left_out(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name == "target" || name.starts_with('.') || name.starts_with("16_")
}

fn lock() -> io::Result<File> {
    let file = File::create(Path::new(STATE).join("lock"))?;
    if file.try_lock().is_err() {
        eprintln!("Waiting for another `cargo ex` to finish ...");
        file.lock()?;
    }
    Ok(file)
}

/// A hash of every file on which the tests of `task` depend: its folder, the suites and the
/// reference. The folders of other tasks count only if one of its files refers to them.
///
/// # Errors
/// If one of them cannot be read.
pub fn fingerprint(task: &Task) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    if task.stub().is_none() {
        hash_folder(&task.folder, &mut hasher)?;
        return Ok(hasher.finish());
    }
    let own = fs::read_dir(&task.folder)?
        .flatten()
        .map(|entry| entry.path());
    let refers_outside = own
        .filter(|file| file.is_file() && *file != task.check())
        .any(|file| fs::read(file).is_ok_and(|text| text.windows(4).any(|part| part == b"\"../")));
    let folder = if refers_outside {
        Path::new(FOLDER)
    } else {
        &task.folder
    };
    for folder in [folder, Path::new("src"), Path::new("tests")] {
        hash_folder(folder, &mut hasher)?;
    }
    fs::read("Cargo.lock")?.hash(&mut hasher);
    Ok(hasher.finish())
}

fn hash_folder(folder: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        if entry.file_type()?.is_dir() && !is_left_out(&name) {
            hash_folder(&path, hasher)?;
        } else if path.is_file() {
            path.hash(hasher);
            fs::read(path)?.hash(hasher);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_the_workspace_are_read() {
        let manifest = "[workspace]\nmembers = [\"exercises/runner\", \"grader\"]\n\n[x]\n";
        let found: Vec<_> = members(manifest).collect();
        assert_eq!(found, ["exercises/runner", "grader"]);
        assert_eq!(members("[package]\n").count(), 0);
    }
}
