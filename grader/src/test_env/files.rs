//! The files of a check: those that it makes, and those that the submission makes.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::TestEnv;

impl TestEnv {
    /// A path in this directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Makes a file, and its directories. A file of the submission that is in the way goes.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        self.make_dir(Path::new(name).parent().unwrap_or(Path::new("")));
        fs::write(path, content).expect("a file can be written");
    }

    /// Makes a directory and those above it. A file of the submission that is in the way goes.
    pub fn make_dir(&self, name: impl AsRef<Path>) {
        let mut path = self.dir.clone();
        for part in name.as_ref() {
            path.push(part);
            if !path.is_dir() {
                let _ = fs::remove_file(&path);
                fs::create_dir(&path).expect("a directory can be made");
            }
        }
    }

    /// Removes a file or a directory.
    pub fn remove(&self, name: &str) {
        let path = self.path(name);
        let _ = fs::remove_file(&path);
        let _ = fs::remove_dir_all(&path);
    }

    /// The content of a file; empty if there is none.
    pub fn read(&self, name: &str) -> String {
        let bytes = fs::read(self.path(name)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The names in a directory, in order; none if it is not there.
    pub fn names(&self, directory: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(directory)).into_iter().flatten();
        let mut names: Vec<_> = entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// Which file this is, and when it was changed; `None` if there is none.
    pub fn version(&self, name: &str) -> Option<(u64, i64, i64)> {
        let found = fs::metadata(self.path(name)).ok()?;
        Some((found.ino(), found.mtime(), found.mtime_nsec()))
    }

    /// `backup_schedules.txt`.
    pub fn schedules(&self) -> String {
        self.read("backup_schedules.txt")
    }

    /// `logs/backup_manager.log`.
    pub fn manager_log(&self) -> String {
        self.read("logs/backup_manager.log")
    }

    /// `logs/backup_service.log`.
    pub fn service_log(&self) -> String {
        self.read("logs/backup_service.log")
    }
}
