//! Which documents are in the book, and in which order.

use std::error::Error;
use std::fs;

use crate::files::{self, Project};

/// A document of the project, which becomes a page of text.
pub struct Document {
    /// Its path in the project.
    pub path: String,
    /// Its first heading.
    pub title: String,
    pub text: String,
    /// The part that begins with it.
    pub part: Option<&'static str>,
}

/// The parts of the book, each with what its paths begin with. A document is in the first part that
/// names it; `""` is all others.
const PARTS: [(&str, &[&str]); 5] = [
    ("The exercise", &["docs/exercise.md", "README.md"]),
    ("Chapters", &["docs/walk/README.md", "docs/walk/"]),
    ("Tasks", &["exercises/README.md", "exercises/"]),
    (
        "To look up",
        &["docs/glossary.md", "docs/python-to-rust.md", "docs/time.md"],
    ),
    ("Background", &[""]),
];

/// Every document of the book, in order.
///
/// # Errors
/// If one cannot be read, or has no heading.
pub fn documents(project: &Project) -> Result<Vec<Document>, Box<dyn Error>> {
    let mut paths = vec!["README.md".to_owned()];
    paths.extend(files::below(&project.root, "docs", Some("md"))?);
    let in_exercises = files::below(&project.root, "exercises", Some("md"))?;
    paths.extend(
        in_exercises
            .into_iter()
            .filter(|path| path.ends_with("README.md")),
    );
    paths.extend(files::below(&project.root, "tests", Some("md"))?);
    let place = |path: &String| {
        let mut places = PARTS.iter().enumerate().flat_map(|(part, (_, prefixes))| {
            prefixes
                .iter()
                .enumerate()
                .map(move |(at, prefix)| (part, at, *prefix))
        });
        let (part, at, _) = places.find(|(_, _, prefix)| path.starts_with(prefix))?;
        Some((part, at))
    };
    paths.sort_by_key(|path| (place(path), path.clone()));
    let mut documents: Vec<Document> = Vec::new();
    let mut last_part = None;
    for path in paths {
        let text = fs::read_to_string(project.root.join(&path))?;
        let heading = text.lines().find_map(|line| line.strip_prefix("# "));
        let title = heading
            .ok_or_else(|| format!("{path} has no heading"))?
            .replace('`', "");
        let part = place(&path).map(|(part, _)| part);
        let begins = (part != last_part).then_some(part).flatten();
        last_part = part;
        let part = begins.map(|part| PARTS[part].0);
        documents.push(Document {
            path,
            title,
            text,
            part,
        });
    }
    Ok(documents)
}
