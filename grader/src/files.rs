//! The files in a place: what a check puts there, and what the subject has made of them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::place::Place;

impl Place {
    /// A path in this place.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Makes a file, and its directories.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        let parent = path.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(parent).expect("a directory can be made");
        fs::write(path, content).expect("a file can be written");
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
