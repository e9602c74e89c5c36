//! The copies of an exercise to be compiled: as it is, with the reference in place of the stub, and
//! with each mistake. All of them go into one crate, which links once.

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
    fn put_in_place(&self, stub: &Path, folder: &Path) -> io::Result<()> {
        let place = folder.join(stub.file_name().unwrap_or_default());
        match self {
            Variant::Stub => update(stub, &place),
            Variant::Mistake(file) => update(file, &place),
            Variant::Reference(file) => {
                if file.ends_with("mod.rs") {
                    update_all(file.parent().unwrap_or(file), folder)?;
                }
                update(file, &place)
            }
        }
    }
}

/// Copies the project below `target`, with a crate of all variants of `exercises`; returns where.
pub fn lay_out(exercises: &[&Exercise]) -> io::Result<PathBuf> {
    let copy = Path::new(MEMORY).join(TARGET);
    for folder in ["src", "tests", FOLDER] {
        update_all(Path::new(folder), &copy.join(folder))?;
    }
    update(Path::new("Cargo.lock"), &copy.join("Cargo.lock"))?;
    let manifest = fs::read_to_string("Cargo.toml")?;
    let target = format!("[[test]]\nname = \"{TARGET}\"\npath = \"{FOLDER}/{TARGET}.rs\"\n\n");
    write(
        &copy.join("Cargo.toml"),
        manifest
            .replacen("[[test]]", &format!("{target}[[test]]"), 1)
            .as_bytes(),
    )?;
    let mut root = String::from(ROOT);
    for exercise in exercises {
        let Some(stub) = exercise.stub() else {
            continue;
        };
        for variant in Variant::all(exercise) {
            let name = variant.name(exercise);
            let folder = copy.join(FOLDER).join(&name);
            update(&exercise.check(), &folder.join("check.rs"))?;
            variant.put_in_place(&stub, &folder)?;
            let _ = writeln!(root, "#[path = \"{name}/check.rs\"]\nmod {name};");
        }
    }
    write(
        &copy.join(FOLDER).join(TARGET).with_extension("rs"),
        root.as_bytes(),
    )?;
    Ok(copy)
}

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

/// Copies a folder, but what is built and what a learner put aside.
fn update_all(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let place = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            update_all(&path, &place)?;
        } else {
            update(&path, &place)?;
        }
    }
    Ok(())
}

fn update(from: &Path, to: &Path) -> io::Result<()> {
    write(to, &fs::read(from)?)
}

/// Writes a file if it is not like that already: what stays as it is need not be compiled again.
fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|there| there == content) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content)
}
