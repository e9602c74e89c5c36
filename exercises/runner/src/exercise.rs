//! An exercise as it lies on the disk: `exercises/NN_name`.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::source::{self, Test};

/// Where the exercises are, below the project's root.
pub const FOLDER: &str = "exercises";

/// One exercise.
pub struct Exercise {
    /// Its place in the order.
    pub number: u32,
    /// What it is called: the folder's name without the number.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
}

impl Exercise {
    /// Every exercise, in order.
    pub fn all() -> io::Result<Vec<Exercise>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(FOLDER)? {
            let folder = entry?.path();
            let name = folder.file_name().and_then(OsStr::to_str).unwrap_or("");
            if let Some((number, name)) = name.split_once('_')
                && let Ok(number) = number.parse()
            {
                all.push(Exercise {
                    number,
                    name: name.to_owned(),
                    folder: folder.clone(),
                });
            }
        }
        all.sort_by_key(|exercise| exercise.number);
        Ok(all)
    }

    /// The file to edit, named after the reference's; none in the last exercise, whose programs may
    /// be in any language.
    pub fn stub(&self) -> Option<PathBuf> {
        let reference = self.reference().filter(|_| self.check().exists())?;
        Some(self.folder.join(reference.file_name()?))
    }

    /// The file that puts the learner's file and the suite together.
    pub fn check(&self) -> PathBuf {
        self.folder.join("check.rs")
    }

    /// Whether the files that its tests need are there.
    ///
    /// # Errors
    /// Which is not, and how to have it back.
    pub fn is_whole(&self) -> Result<(), String> {
        match self.stub() {
            Some(stub) if !stub.exists() => Err(format!(
                "{} is gone; `cargo ex reset {}` puts the stub there",
                stub.display(),
                self.number
            )),
            // Only the last exercise has neither mistakes nor a check.
            None if !self.mistakes().is_empty() => Err(format!(
                "{0} is gone; `git checkout -- {0}` puts it back",
                self.check().display()
            )),
            _ => Ok(()),
        }
    }

    /// The name of its test target in `Cargo.toml`.
    pub fn target(&self) -> String {
        format!("exercise_{:02}", self.number)
    }

    /// The files on which the end of its tests depends: the learner's, and the suite's.
    pub fn files(&self) -> Vec<PathBuf> {
        match self.stub() {
            Some(stub) => [vec![stub, self.check()], self.suites()].concat(),
            None => files(&self.folder),
        }
    }

    /// Whether the two programs of the last exercise are in its folder.
    pub fn programs_are_there(&self) -> bool {
        files(&self.folder).iter().any(|file| {
            let name = file.file_stem().and_then(OsStr::to_str);
            name == Some("backup_manager")
        })
    }

    /// As the board and the messages name it: `03 schedule`.
    pub fn title(&self) -> String {
        format!("{:02} {}", self.number, self.name)
    }

    /// A file of its folder, as text; empty if it is not there.
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap_or_default()
    }

    /// The files of its suite, as its check names them.
    pub fn suites(&self) -> Vec<PathBuf> {
        let check = self.text("check.rs");
        source::paths(&check)
            .filter_map(|path| Some(PathBuf::from(path.strip_prefix("../../")?)))
            .filter(|path| path.starts_with("tests/suites"))
            .collect()
    }

    /// The tests of its suite.
    pub fn tests(&self) -> Vec<Test> {
        let suites = self.suites();
        let tests = suites.iter().map(|suite| source::tests(suite));
        tests.flatten().collect()
    }

    /// The module that answers it: the first link of its README that leads into `src`.
    pub fn reference(&self) -> Option<PathBuf> {
        let readme = self.text("README.md");
        let (_, rest) = readme.split_once("](../../src/")?;
        let (path, _) = rest.split_once([')', '#'])?;
        Some(Path::new("src").join(path))
    }

    /// The plausible wrong answers.
    pub fn mistakes(&self) -> Vec<PathBuf> {
        let mut mistakes = files(&self.folder.join("mistakes"));
        mistakes.retain(|path| path.extension() == Some(OsStr::new("rs")));
        mistakes
    }
}

/// The files of a folder, in order; none if it is not there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}
