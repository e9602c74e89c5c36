//! The copies of an exercise to be compiled: as it is, with the reference in place of the stub, and
//! with each mistake. All of them go into one crate, which links once.

use std::collections::HashSet;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::exercise::{Exercise, FOLDER};
use crate::progress::MEMORY;

/// The name of the crate's test target.
pub const TARGET: &str = "verify";

/// What is in place of the stub.
pub enum Variant {
    /// The stub itself.
    Stub,
    /// The module of `src` that answers the exercise.
    Reference(PathBuf),
    /// A plausible wrong answer.
    Mistake(PathBuf),
}

impl Variant {
    /// Those of `exercise`.
    pub fn all(exercise: &Exercise) -> Vec<Variant> {
        let mut all = vec![Variant::Stub];
        all.extend(exercise.reference().map(Variant::Reference));
        all.extend(exercise.mistakes().into_iter().map(Variant::Mistake));
        all
    }

    /// The name of its module in the crate, and of its folder in the copy.
    pub fn name(&self, exercise: &Exercise) -> String {
        let what = match self {
            Variant::Stub => "stub".into(),
            Variant::Reference(_) => "reference".into(),
            Variant::Mistake(file) => file.file_stem().unwrap_or_default().to_string_lossy(),
        };
        format!("{}_{what}", exercise.target())
    }

    /// What takes the place of the stub. A module that is a folder comes with all its files.
    fn put_in_place(&self, stub: &Path, copy: &mut Copy, folder: &Path) -> io::Result<()> {
        let place = folder.join(stub.file_name().unwrap_or_default());
        match self {
            Variant::Stub => copy.file(stub, &place),
            Variant::Mistake(file) => copy.file(file, &place),
            Variant::Reference(file) => {
                if file.ends_with("mod.rs") {
                    copy.folder(file.parent().unwrap_or(file), folder)?;
                }
                copy.file(file, &place)
            }
        }
    }
}

/// Copies the project below `target`, with a crate of all variants of `exercises`; returns where.
pub fn lay_out(exercises: &[&Exercise]) -> io::Result<PathBuf> {
    let mut copy = Copy::default();
    let place = Path::new(MEMORY).join(TARGET);
    for folder in FOLDERS {
        copy.folder(Path::new(folder), &place.join(folder))?;
    }
    copy.file(Path::new("Cargo.lock"), &place.join("Cargo.lock"))?;
    let manifest = fs::read_to_string("Cargo.toml")?;
    let target = format!("[[test]]\nname = \"{TARGET}\"\npath = \"{FOLDER}/{TARGET}.rs\"\n\n");
    let manifest = manifest.replacen("[[test]]", &format!("{target}[[test]]"), 1);
    copy.write(manifest.as_bytes(), &place.join("Cargo.toml"))?;

    let mut root = String::from(ROOT);
    for exercise in exercises {
        let Some(stub) = exercise.stub() else {
            continue;
        };
        for variant in Variant::all(exercise) {
            let name = variant.name(exercise);
            let folder = place.join(FOLDER).join(&name);
            copy.file(&exercise.check(), &folder.join("check.rs"))?;
            variant.put_in_place(&stub, &mut copy, &folder)?;
            let _ = writeln!(root, "#[path = \"{name}/check.rs\"]\nmod {name};");
        }
    }
    let file = place.join(FOLDER).join(TARGET).with_extension("rs");
    copy.write(root.as_bytes(), &file)?;
    for folder in FOLDERS {
        copy.sweep(&place.join(folder))?;
    }
    Ok(place)
}

/// What is copied.
const FOLDERS: [&str; 4] = ["src", "tests", "grader", FOLDER];

/// What the modules of an exercise find at the root of their crate.
const ROOT: &str = "\
//! Every exercise in every variant.
#![allow(dead_code, unused_imports, missing_docs)]
use backup::*;
#[path = \"../tests/support/mod.rs\"]
mod support;
#[path = \"../tests/support/zone.rs\"]
mod zone;
";

/// A copy that is brought up to date: what is as it was need not be compiled again.
#[derive(Default)]
struct Copy {
    files: HashSet<PathBuf>,
}

impl Copy {
    fn folder(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        for entry in fs::read_dir(from)? {
            let path = entry?.path();
            let place = to.join(path.file_name().unwrap_or_default());
            if path.is_dir() {
                self.folder(&path, &place)?;
            } else {
                self.file(&path, &place)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.write(&fs::read(from)?, to)
    }

    fn write(&mut self, content: &[u8], to: &Path) -> io::Result<()> {
        self.files.insert(to.to_owned());
        if fs::read(to).is_ok_and(|there| there == content) {
            return Ok(());
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(to, content)
    }

    /// Removes the files of `folder` that the original no longer has.
    fn sweep(&self, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.sweep(&path)?;
            } else if !self.files.contains(&path) {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }
}
