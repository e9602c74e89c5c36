//! The documents are true: links lead somewhere, excerpts are in the sources, sessions print what
//! they show, dependencies point one way, and the words are plain.

mod support;

#[path = "documents/chapters.rs"]
mod chapters;
#[path = "documents/exercise.rs"]
mod exercise;
#[path = "documents/glossary.rs"]
mod glossary;
#[path = "documents/kinds.rs"]
mod kinds;
#[path = "documents/layers.rs"]
mod layers;
#[path = "documents/links.rs"]
mod links;
#[path = "documents/pictures.rs"]
mod pictures;
#[path = "documents/pieces.rs"]
mod pieces;
#[path = "documents/rust.rs"]
mod rust;
#[path = "documents/sessions.rs"]
mod sessions;
#[path = "documents/words.rs"]
mod words;
#[path = "support/zone.rs"]
mod zone;

/// The wrong answers of task 11 name it as it is called where a learner writes.
mod schedule {
    pub use backup::schedule::Schedule;
}

use std::fs;
use std::path::Path;

use support::project;

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files below `directory` of the project with this extension, in order: their paths in the
/// project.
fn files(directory: &str, extension: &str) -> Vec<String> {
    let mut found = Vec::new();
    let entries = fs::read_dir(project().join(directory));
    for entry in entries.unwrap_or_else(|error| panic!("{directory}: {error}")) {
        let entry = entry.unwrap();
        let path = format!("{directory}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&path, extension));
        } else if Path::new(&path)
            .extension()
            .is_some_and(|its| its == extension)
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The exercises, in order: `exercises/01_log_line` and so on.
fn exercises() -> Vec<String> {
    let entries = fs::read_dir(project().join("exercises")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut exercises: Vec<String> = names
        .filter(|name| name.starts_with(|first: char| first.is_ascii_digit()))
        .map(|name| format!("exercises/{name}"))
        .collect();
    exercises.sort();
    exercises
}

/// A Markdown file.
struct Document {
    /// Its path in the project.
    path: String,
    text: String,
}

/// A fenced block.
struct Block<'a> {
    /// Where it is: `docs/time.md:7`.
    place: String,
    language: &'a str,
    /// Its lines, without the fences.
    lines: Vec<&'a str>,
}

impl Document {
    fn new(path: &str) -> Document {
        Document {
            path: path.to_owned(),
            text: read(&project().join(path)),
        }
    }

    /// Every document of the project.
    fn all() -> Vec<Document> {
        let mut paths = files("docs", "md");
        paths.extend(["README.md", "exercises/README.md"].map(str::to_owned));
        // Other files in a task's folder are the learner's.
        for exercise in exercises() {
            paths.extend(["README.md", "hints.md"].map(|name| format!("{exercise}/{name}")));
        }
        paths.retain(|path| project().join(path).exists());
        paths.iter().map(|path| Document::new(path)).collect()
    }

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

    /// Its fenced blocks.
    fn blocks(&self) -> Vec<Block<'_>> {
        let mut blocks = Vec::new();
        let mut lines = self.text.lines().enumerate();
        while let Some((number, line)) = lines.next() {
            if let Some(language) = line.strip_prefix("```") {
                let inside = lines.by_ref().map(|(_, line)| line);
                blocks.push(Block {
                    place: format!("{}:{}", self.path, number + 1),
                    language,
                    lines: inside.take_while(|line| *line != "```").collect(),
                });
            }
        }
        blocks
    }
}

/// The blocks in this language, in all documents but the exercises: what a learner is to write
/// stands nowhere yet.
fn with_blocks(language: &str, mut check: impl FnMut(&Block)) {
    let mut any = false;
    for document in Document::all() {
        let is_exercise = document.path.starts_with("exercises/");
        for block in document.blocks() {
            if block.language == language && !is_exercise {
                any = true;
                check(&block);
            }
        }
    }
    assert!(any, "no block of {language} was found");
}
