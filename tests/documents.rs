//! The documents are true: links lead somewhere, excerpts are in the sources, sessions print what
//! they show, dependencies point one way, and the words are plain.

mod support;

#[path = "documents/chapters.rs"]
mod chapters;
#[path = "documents/exercise.rs"]
mod exercise;
#[path = "documents/kinds.rs"]
mod kinds;
#[path = "documents/layers.rs"]
mod layers;
#[path = "documents/links.rs"]
mod links;
#[path = "../book/src/pieces.rs"]
mod pieces;
#[path = "documents/rust.rs"]
mod rust;
#[path = "documents/sessions.rs"]
mod sessions;
#[path = "documents/words.rs"]
mod words;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use support::project;

/// A text file of the project.
struct File {
    /// Its path in the project.
    path: String,
    text: String,
}

/// The files of text in UTF-8 of the project, in the order of their paths, each read once.
static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    let mut files = Vec::new();
    let directories = "docs examples exercises grader scripts src tests";
    for path in directories.split(' ').chain(["README.md"]) {
        read(path.to_owned(), &mut files);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
});

/// Reads the file at `path`, or all below the directory there.
fn read(path: String, files: &mut Vec<File>) {
    if let Ok(entries) = fs::read_dir(project().join(&path)) {
        for entry in entries {
            let name = entry.unwrap().file_name();
            read(format!("{path}/{}", name.to_str().unwrap()), files);
        }
    } else if ["md", "py", "rs", "sh", "txt"]
        .iter()
        .any(|it| has_extension(&path, it))
        && let Ok(text) = fs::read_to_string(project().join(&path))
    {
        files.push(File { path, text });
    }
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|its| its == extension)
}

/// The files below `directory` with this extension.
fn files(directory: &'static str, extension: &'static str) -> impl Iterator<Item = &'static File> {
    let is_below = move |file: &&File| Path::new(&file.path).starts_with(directory);
    FILES
        .iter()
        .filter(is_below)
        .filter(move |file| has_extension(&file.path, extension))
}

/// The file at `path`, if there is one.
fn find(path: &str) -> Option<&'static File> {
    let at = FILES.binary_search_by(|file| file.path.as_str().cmp(path));
    at.ok().map(|at| &FILES[at])
}

/// The file at `path`.
fn file(path: &str) -> &'static File {
    find(path).unwrap_or_else(|| panic!("there should be a file {path}"))
}

/// The folder of a task that has this file: `01_log_line` for `exercises/01_log_line/README.md`.
fn task(path: &str) -> Option<&str> {
    let (folder, _) = path.strip_prefix("exercises/")?.split_once('/')?;
    folder
        .starts_with(|first: char| first.is_ascii_digit())
        .then_some(folder)
}

/// The documents whose links and words are checked.
fn documents() -> impl Iterator<Item = &'static File> {
    let is_document = |file: &&File| {
        let name = file.path.rsplit('/').next().unwrap();
        match file.path.split('/').next().unwrap() {
            "README.md" | "docs" => has_extension(name, "md"),
            // Other files in a task's folder are the learner's.
            "exercises" => name == "README.md" || name == "hints.md" && task(&file.path).is_some(),
            _ => false,
        }
    };
    FILES.iter().filter(is_document)
}

/// Fails if there are `faults`, one per line.
#[track_caller]
fn assert_none(rule: &str, faults: impl IntoIterator<Item = String>) {
    let faults: Vec<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "{rule}:\n{}", faults.join("\n"));
}

/// A fenced block.
struct Block {
    /// Where it is: `docs/time.md:7`.
    place: String,
    language: &'static str,
    /// Its lines, without the fences.
    lines: Vec<&'static str>,
}

impl File {
    /// Its lines outside fenced blocks; those inside are empty, so that a line keeps its number.
    fn prose(&self) -> String {
        let mut prose = String::new();
        let mut fenced = false;
        for line in self.text.lines() {
            let is_fence = line.trim_start().starts_with("```");
            if !fenced && !is_fence {
                prose += line;
            }
            fenced ^= is_fence;
            prose += "\n";
        }
        assert!(!fenced, "{}: a fence is not closed", self.path);
        prose
    }
}

/// The blocks in this language, in all documents but the exercises: the code that a learner will
/// write is in no file yet.
fn blocks(language: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for File { path, text } in documents().filter(|file| !file.path.starts_with("exercises/")) {
        let mut lines = text.lines().enumerate();
        while let Some((number, line)) = lines.next() {
            if let Some(language) = line.strip_prefix("```") {
                let inside = lines.by_ref().map(|(_, line)| line);
                blocks.push(Block {
                    place: format!("{path}:{}", number + 1),
                    language,
                    lines: inside.take_while(|line| *line != "```").collect(),
                });
            }
        }
    }
    blocks.retain(|block| block.language == language);
    assert!(!blocks.is_empty(), "no block of {language} was found");
    blocks
}
