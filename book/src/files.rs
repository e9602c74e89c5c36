//! The files of the project that have a page in the book.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Of these every file has a page, and the list shows them in this order. Another file has a page if
/// a document leads to it.
const SHOWN: [&str; 6] = [
    "src/",
    "examples/",
    "tests/suites/",
    "grader/src/sentences/",
    "tests/fixtures/submissions/reference/",
    "scripts/",
];

/// The files that are read. Paths are relative to its directory, with `/`.
pub struct Project {
    /// The project's directory.
    pub root: PathBuf,
    /// The text of every file that has a page of code.
    pub code: BTreeMap<String, String>,
}

impl Project {
    /// Reads the project in `root`.
    pub fn read(root: &Path) -> io::Result<Project> {
        let mut code = BTreeMap::new();
        for path in below(root, "", None)? {
            let is_chapter = path.ends_with("README.md") || path.starts_with("docs/");
            if let Ok(text) = fs::read_to_string(root.join(&path))
                && !is_chapter
            {
                code.insert(path, text);
            }
        }
        let root = root.to_owned();
        Ok(Project { root, code })
    }

    /// The paths of the code, the sources first.
    pub fn in_order(&self) -> Vec<&String> {
        // By directory: the keys of a map are in the order of whole paths.
        let mut paths: Vec<&String> = self.code.keys().collect();
        let place = |path: &str| SHOWN.iter().position(|root| path.starts_with(root));
        let key = |path: &String| {
            let directory = Path::new(path).parent().map(Path::to_owned);
            (place(path).unwrap_or(SHOWN.len()), directory)
        };
        paths.sort_by_cached_key(|path| key(path));
        paths
    }

    /// Leaves out the files that neither belong to [`SHOWN`], nor are `linked` or in one of
    /// `directories`.
    pub fn keep_shown(&mut self, linked: &BTreeSet<&str>, directories: &[String]) {
        self.code.retain(|path, _| {
            let is_linked = linked.contains(path.as_str());
            let is_in = |directory: &String| Path::new(path).starts_with(directory);
            is_shown(path) || is_linked || directories.iter().any(is_in)
        });
    }
}

/// Whether `path` always has a page.
fn is_shown(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let is_task = matches!(parts[..], ["exercises", folder, file]
        if folder != "runner" && file.ends_with(".rs"));
    is_task || SHOWN.iter().any(|root| path.starts_with(root))
}

/// The files below `directory` of `root`, in order; with `extension`, those that have it.
pub fn below(root: &Path, directory: &str, extension: Option<&str>) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join(directory))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = Path::new(directory).join(&name).display().to_string();
        if entry.file_type()?.is_dir() {
            if ![".git", "target"].contains(&name.as_str()) {
                found.extend(below(root, &path, extension)?);
            }
        } else if extension.is_none_or(|extension| name.ends_with(&format!(".{extension}"))) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The way from the page of `from` to the directory of the book: `../../`.
pub fn up(from: &str) -> String {
    "../".repeat(from.matches('/').count())
}

#[cfg(test)]
mod tests {
    use super::up;

    #[test]
    fn up_leads_to_the_directory_of_the_book() {
        assert_eq!(up("docs/walk/06.md"), "../../");
        assert_eq!(up("README.md"), "");
    }
}
