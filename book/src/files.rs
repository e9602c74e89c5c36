//! The files of the project that have a page in the book.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The directories whose code is in the book.
const CODE: [&str; 7] = [
    "src",
    "examples",
    "tests",
    "grader",
    "exercises",
    "scripts",
    "book/src",
];

/// Of these every file has a page, and the list shows them in this order. Another file has a page if
/// a document leads to it.
const SHOWN: [&str; 6] = [
    "src/",
    "examples/",
    "tests/suites/",
    "grader/src/sentences/",
    "tests/fixtures/subjects/reference/",
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
        for directory in CODE {
            for path in below(root, directory, &["rs", "py", "sh", "txt", "md"])? {
                let is_chapter = path.ends_with("README.md");
                if let Ok(text) = fs::read_to_string(root.join(&path))
                    && !is_chapter
                {
                    code.insert(path, text);
                }
            }
        }
        for path in ["Cargo.toml", "LICENSE"] {
            code.insert(path.to_owned(), fs::read_to_string(root.join(path))?);
        }
        let root = root.to_owned();
        Ok(Project { root, code })
    }

    /// The paths of the code, the sources first.
    pub fn in_order(&self) -> Vec<&String> {
        let mut paths: Vec<&String> = self.code.keys().collect();
        let place = |path: &str| SHOWN.iter().position(|root| path.starts_with(root));
        paths.sort_by_key(|path| (place(path).unwrap_or(SHOWN.len()), *path));
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

/// Whether `path` always has a page, and search looks there.
pub fn is_shown(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let is_task = matches!(parts[..], ["exercises", folder, file]
        if folder != "runner" && file.ends_with(".rs"));
    is_task || SHOWN.iter().any(|root| path.starts_with(root))
}

/// The files below `directory` of `root` with one of these extensions, in order. `target`
/// directories and hidden files are left out.
pub fn below(root: &Path, directory: &str, extensions: &[&str]) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join(directory))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{directory}/{name}");
        if name == "target" || name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            found.extend(below(root, &path, extensions)?);
        } else if let Some((_, extension)) = name.rsplit_once('.')
            && extensions.contains(&extension)
        {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The path of the project to which `link` leads from the file `from`.
pub fn resolve(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The way from the page of `from` to the directory of the book: `../../`.
pub fn up(from: &str) -> String {
    "../".repeat(from.matches('/').count())
}

#[cfg(test)]
mod tests {
    use super::{resolve, up};

    #[test]
    fn link_is_resolved_from_the_directory_of_its_document() {
        assert_eq!(resolve("docs/walk/06.md", "../../src/lib.rs"), "src/lib.rs");
        assert_eq!(resolve("README.md", "docs/time.md"), "docs/time.md");
        assert_eq!(up("docs/walk/06.md"), "../../");
        assert_eq!(up("README.md"), "");
    }
}
