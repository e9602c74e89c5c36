//! The stub, the reference and the mistakes of the tasks, as modules of one crate, which links once.

use std::ffi::OsStr;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::mistakes::Mistake;
use crate::project::VERIFY;
use crate::source;
use crate::task::{FOLDER, Task};

/// A file in place of the stub.
pub enum Variant {
    /// The stub itself.
    Stub(PathBuf),
    /// The reference solution.
    Reference(PathBuf),
    /// A known mistake.
    Mistake(Mistake),
}

impl Variant {
    /// Those of `task`; none for the last task.
    pub fn all(task: &Task) -> Vec<Variant> {
        let Some(stub) = task.stub() else {
            return Vec::new();
        };
        let mut all = vec![Variant::Stub(stub)];
        all.extend(task.reference().map(Variant::Reference));
        all.extend(Mistake::all(task).into_iter().map(Variant::Mistake));
        all
    }

    /// The name of its module in the crate.
    pub fn module(&self, task: &Task) -> String {
        let name = match self {
            Variant::Stub(_) => OsStr::new("stub"),
            Variant::Reference(_) => OsStr::new("reference"),
            Variant::Mistake(mistake) => mistake.file.file_stem().unwrap_or_default(),
        };
        format!("{}_{}", task.target(), name.to_string_lossy())
    }

    /// Its file.
    fn file(&self) -> &Path {
        match self {
            Variant::Stub(file) | Variant::Reference(file) => file,
            Variant::Mistake(mistake) => &mistake.file,
        }
    }
}

/// The files of the crate, with their place in the copy of the project.
///
/// # Errors
/// If a file of a variant cannot be read.
pub fn crate_files(tasks: &[&Task]) -> io::Result<Vec<(PathBuf, String)>> {
    let mut files = Vec::new();
    let mut root = String::from(ROOT);
    for task in tasks {
        for variant in Variant::all(task) {
            let module = variant.module(task);
            let folder = Path::new(FOLDER).join(&module);
            files.push((folder.join("check.rs"), source::read(&task.check())));
            let stub = task.stub().unwrap_or_default();
            let file = folder.join(stub.file_name().unwrap_or_default());
            files.push((file, content(&variant)?));
            let _ = writeln!(root, "#[path = \"{module}/check.rs\"]\nmod {module};");
        }
    }
    let file = Path::new(FOLDER).join(VERIFY).with_extension("rs");
    files.push((file, root));
    Ok(files)
}

/// The code in place of the stub. A reference that is the `mod.rs` of a folder is used where it
/// is, since its types belong together with those of the folder's other modules.
fn content(variant: &Variant) -> io::Result<String> {
    let file = variant.file();
    match variant {
        Variant::Reference(_) if file.ends_with("mod.rs") => {
            let folder = file
                .parent()
                .and_then(|folder| folder.strip_prefix("src").ok());
            let module = folder.unwrap_or(file).to_string_lossy().replace('/', "::");
            Ok(format!("pub use backup::{module}::*;\n"))
        }
        _ => fs::read_to_string(file),
    }
}

/// The items that the modules of a task find at the root of their crate.
const ROOT: &str = "\
//! Every task in every variant.
#![allow(dead_code, unused_imports, missing_docs)]
use backup::*;
#[path = \"../tests/support/mod.rs\"]
mod support;
#[path = \"../tests/support/zone.rs\"]
mod zone;
";
