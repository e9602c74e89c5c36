//! One task and its files: `exercises/NN_name`.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::source::{self, Test};

/// The folder of all tasks, below the project's root.
pub const FOLDER: &str = "exercises";

/// One task.
#[derive(Debug)]
pub struct Task {
    /// Its number.
    pub number: u32,
    /// Its name: the folder's name without the number.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
}

impl Task {
    /// Every task, in order.
    ///
    /// # Errors
    /// If the folder `exercises` cannot be read.
    pub fn all() -> io::Result<Vec<Task>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(FOLDER)? {
            all.extend(Task::in_folder(entry?.path()));
        }
        all.sort_by_key(|task| task.number);
        Ok(all)
    }

    /// The task of a folder called `NN_name`.
    pub fn in_folder(folder: PathBuf) -> Option<Task> {
        let (number, name) = folder.file_name()?.to_str()?.split_once('_')?;
        Some(Task {
            number: number.parse().ok()?,
            name: name.to_owned(),
            folder: folder.clone(),
        })
    }

    /// The file to edit, which has the name of the reference's file. The last task has none: its
    /// programs may be in any language.
    pub fn stub(&self) -> Option<PathBuf> {
        let reference = self.reference().filter(|_| self.has_check())?;
        Some(self.folder.join(reference.file_name()?))
    }

    /// The root of its test program, which joins the learner's file and the suite.
    pub fn check(&self) -> PathBuf {
        self.folder.join("check.rs")
    }

    /// Whether it is a task with a suite, even if its `check.rs` was deleted.
    fn has_check(&self) -> bool {
        self.check().exists() || !self.mistakes().is_empty()
    }

    /// Which of the files that its tests need is missing, and how to restore it.
    pub fn missing_file(&self) -> Option<String> {
        let stub = self.stub()?;
        if !stub.exists() {
            let (stub, number) = (stub.display(), self.number);
            return Some(format!(
                "{stub} is missing; `cargo ex reset {number}` restores the stub"
            ));
        }
        let check = self.check();
        let restore = || {
            format!(
                "{0} is missing; restore it: git checkout -- {0}",
                check.display()
            )
        };
        (!check.exists()).then(restore)
    }

    /// The name of its test target in `Cargo.toml`.
    pub fn target(&self) -> String {
        format!("exercise_{:02}", self.number)
    }

    /// Its number and name, as shown: `03 schedule`.
    pub fn title(&self) -> String {
        format!("{:02} {}", self.number, self.name)
    }

    /// A file of its folder, as text; empty if it cannot be read.
    pub fn text(&self, name: &str) -> String {
        source::read(&self.folder.join(name))
    }

    /// The files of its suite, which `check.rs` names.
    pub fn suites(&self) -> Vec<PathBuf> {
        let check = self.text("check.rs");
        source::paths(&check)
            .filter_map(|path| Some(PathBuf::from(path.strip_prefix("../../")?)))
            .filter(|path| path.starts_with("tests/suites"))
            .collect()
    }

    /// The tests of its suite, in the order in which its README says to make them pass.
    pub fn tests(&self) -> Vec<Test> {
        let suites = self.suites();
        let mut tests: Vec<Test> = suites
            .iter()
            .flat_map(|suite| source::tests(suite))
            .collect();
        let readme = self.text("README.md");
        let steps = source::steps(&readme);
        let step_of = |test: &Test| steps.iter().position(|step| test.path.contains(step));
        tests.sort_by_key(|test| step_of(test).unwrap_or(steps.len()));
        tests
    }

    /// The reference solution: the first file of `src` to which its README links.
    pub fn reference(&self) -> Option<PathBuf> {
        let readme = self.text("README.md");
        let (_, rest) = readme.split_once("](../../src/")?;
        let (path, _) = rest.split_once([')', '#'])?;
        Some(Path::new("src").join(path))
    }

    /// The plausible wrong solutions.
    pub fn mistakes(&self) -> Vec<PathBuf> {
        let mut mistakes = files(&self.folder.join("mistakes"));
        mistakes.retain(|path| path.extension() == Some(OsStr::new("rs")));
        mistakes
    }

    /// Whether the two programs of the last task are in its folder.
    pub fn has_programs(&self) -> bool {
        let is_program = |file: &PathBuf| file.file_stem() == Some(OsStr::new("backup_manager"));
        files(&self.folder).iter().any(is_program)
    }
}

/// The regular files of a folder, in name order; none if it cannot be read.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    let mut files: Vec<PathBuf> = paths.filter(|path| path.is_file()).collect();
    files.sort();
    files
}
