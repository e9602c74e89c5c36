//! Makes a document of the project a chapter of the book: its links and excerpts lead to the pages
//! of code, and each gets an id, so that the code can lead back to it.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::contents::Document;
use crate::files::{Project, up};
use crate::highlight;
use crate::pieces::{Link, find_excerpt, locate};
use crate::text::mark;

/// The page on which each row has an id, and its sentence is a link.
const EXERCISE: &str = "docs/exercise.md";

/// A place in a document that is about a place in the code.
pub struct Reference {
    /// The file of code.
    pub file: String,
    /// Its lines, counted from 0; `None` for the whole file.
    pub lines: Option<Range<usize>>,
    /// The page and the id in it, relative to the directory of the book.
    pub back: String,
    /// A few letters for the margin: `loop-1`, `06`.
    pub label: String,
    /// The title of the document, and the heading above.
    pub title: String,
}

impl Reference {
    /// Its place among the links of a line: rows of the exercise, chapters, others.
    pub fn rank(&self) -> usize {
        let roots = ["docs/exercise.", "docs/walk/"];
        let place = roots.iter().position(|root| self.back.starts_with(root));
        place.unwrap_or(roots.len())
    }
}

/// A document as a chapter.
#[derive(Default)]
pub struct Chapter {
    pub markdown: String,
    pub references: Vec<Reference>,
    /// The blocks of code, each with the mark that stands for it.
    pub blocks: Vec<(String, String)>,
    /// The directories that it leads to.
    pub directories: Vec<String>,
    /// Links and excerpts that lead nowhere, each with the reason.
    pub faults: Vec<String>,
}

/// Makes `document` a chapter.
pub fn rewrite(document: &Document, documents: &[Document], project: &Project) -> Chapter {
    let mut rewriter = Rewriter {
        document,
        documents,
        project,
        heading: document.title.clone(),
        edits: Vec::new(),
        chapter: Chapter::default(),
    };
    rewriter.run();
    let Rewriter {
        mut edits,
        mut chapter,
        ..
    } = rewriter;
    edits.sort_by_key(|(range, _)| range.start);
    let mut at = 0;
    for (range, new) in edits {
        chapter.markdown += &document.text[at..range.start];
        chapter.markdown += &new;
        at = range.end;
    }
    chapter.markdown += &document.text[at..];
    chapter
}

struct Rewriter<'a> {
    document: &'a Document,
    documents: &'a [Document],
    project: &'a Project,
    /// The last heading.
    heading: String,
    /// Ranges of the document, and the text that replaces each.
    edits: Vec<(Range<usize>, String)>,
    chapter: Chapter,
}

impl Rewriter<'_> {
    fn run(&mut self) {
        let text = &self.document.text;
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        let events: Vec<_> = Parser::new_ext(text, options).into_offset_iter().collect();
        // The sentence of the row, until its first link to code is known.
        let mut sentence = None;
        for (at, (event, range)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::Heading { .. }) => {
                    let heading = text[range.clone()].trim_start_matches('#').trim();
                    self.heading = heading.to_owned();
                    sentence = None;
                }
                Event::Start(Tag::Paragraph) if self.document.path == EXERCISE => {
                    let is_row = self.heading.contains('-') && !self.heading.contains(' ');
                    sentence = sentence.or(is_row.then(|| range.clone()));
                }
                Event::Start(Tag::Link {
                    dest_url, title, ..
                }) => {
                    let inside = inside(&events[at + 1..]);
                    let link = Link::new(&text[inside.clone()], dest_url, Some(title));
                    if let Some(open) = self.opening(&link) {
                        if let Some(sentence) = sentence.take() {
                            // The id is the one of the link itself.
                            let open = open.replacen("<a id=", "<a class=\"sentence\" data-id=", 1);
                            let words = text[sentence.clone()].trim_end();
                            self.edits.push((sentence, format!("{open}{words}</a>\n")));
                        }
                        let link = format!("{open}{}</a>", &text[inside]);
                        self.edits.push((range.clone(), link));
                    }
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                    self.block(language, range);
                }
                _ => {}
            }
        }
    }

    fn fault(&mut self, fault: impl std::fmt::Display) {
        let path = &self.document.path;
        self.chapter
            .faults
            .push(format!("{path}, {}: {fault}", self.heading));
    }

    /// The `<a>` for a link that mdBook does not make as the book needs it.
    fn opening(&mut self, link: &Link) -> Option<String> {
        if link.path.contains(':') {
            let anchor = if link.anchor.is_empty() { "" } else { "#" };
            let (path, id) = (link.path, link.anchor);
            return Some(format!("<a href=\"{path}{anchor}{id}\" target=\"_blank\">"));
        }
        if link.path.is_empty() {
            return None;
        }
        let file = link.target(&self.document.path);
        if self.documents.iter().any(|document| document.path == file) {
            return None;
        }
        let Some(source) = self.project.code.get(&file) else {
            if self.project.root.join(&file).is_dir() {
                let href = format!("{}code.html#{file}", up(&self.document.path));
                self.chapter.directories.push(file);
                return Some(format!("<a href=\"{href}\" target=\"code\">"));
            }
            self.fault(format_args!("the book has no page for {file}"));
            return None;
        };
        let lines = match link.piece().map(|piece| locate(source, &piece)) {
            None => None,
            Some(Ok(lines)) => Some(lines),
            Some(Err(fault)) => {
                self.fault(format_args!("{fault} in {file}"));
                return None;
            }
        };
        Some(self.reference(&file, lines))
    }

    /// The `<a>` that leads to `lines` of `file`. Remembers the way back.
    fn reference(&mut self, file: &str, lines: Option<Range<usize>>) -> String {
        let id = format!("c{}", self.chapter.references.len() + 1);
        let page = self.document.path.trim_end_matches("md");
        let is_row = self.document.path == EXERCISE && self.heading.contains('-');
        let (back, label) = if is_row {
            (&self.heading, self.heading.clone())
        } else {
            (&id, label(&self.document.path))
        };
        let title = match &self.heading {
            heading if *heading == self.document.title => heading.clone(),
            heading => format!("{}: {heading}", self.document.title),
        };
        self.chapter.references.push(Reference {
            file: file.to_owned(),
            lines: lines.clone(),
            back: format!("{page}html#{back}"),
            label,
            title,
        });
        let fragment = lines.map(|lines| fragment(&lines)).unwrap_or_default();
        let href = format!("{}{file}.html{fragment}", up(&self.document.path));
        format!("<a id=\"{id}\" href=\"{href}\" target=\"code\">")
    }

    /// A block of code gets its colors here, so that it needs no script. If its first line names a
    /// file, it is an excerpt, and that line becomes a link.
    fn block(&mut self, language: &str, range: &Range<usize>) {
        let text = &self.document.text;
        if !text[..range.start].ends_with('\n') {
            // In a list the lines are indented; mdBook knows by how much.
            return;
        }
        let mut lines: Vec<&str> = text[range.clone()].lines().skip(1).collect();
        lines.pop();
        let (extension, comment) = match language {
            "rust" => ("rs", "// "),
            "python" => ("py", "# "),
            "sh" | "bash" => ("sh", "# "),
            other => (other, "\n"),
        };
        let named = lines.first().and_then(|line| line.strip_prefix(comment));
        let code = &self.project.code;
        let mut head = String::new();
        // A task shows code that is in no file yet.
        if let Some((file, source)) = named.and_then(|file| code.get_key_value(file)) {
            lines.remove(0);
            match find_excerpt(source, &lines) {
                Ok(found) => {
                    let link = self.reference(file, Some(found));
                    head = format!("<p class=\"excerpt\">{link}{file}</a></p>\n\n");
                }
                Err(fault) => self.fault(format_args!("the excerpt of {file}: {fault}")),
            }
        }
        let colored = highlight::lines(extension, &dedent(&lines)).join("\n");
        let block = format!("<pre class=\"code\"><code>{colored}\n</code></pre>");
        let mark = mark(&self.document.path, self.chapter.blocks.len());
        self.edits.push((range.clone(), format!("{head}{mark}\n")));
        self.chapter.blocks.push((mark, block));
    }
}

/// These lines as one text, without the indentation that all of them have.
fn dedent(lines: &[&str]) -> String {
    let filled = lines.iter().filter(|line| !line.trim().is_empty());
    let indentation = filled
        .map(|line| line.len() - line.trim_start().len())
        .min();
    let shorter = lines
        .iter()
        .map(|line| line.get(indentation.unwrap_or(0)..).unwrap_or(""));
    shorter.collect::<Vec<_>>().join("\n")
}

/// The range of what is between the start of a link and its end.
fn inside(events: &[(Event, Range<usize>)]) -> Range<usize> {
    let children = events
        .iter()
        .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Link)));
    let ranges: Vec<&Range<usize>> = children.map(|(_, range)| range).collect();
    let start = ranges.iter().map(|range| range.start).min().unwrap_or(0);
    start..ranges.iter().map(|range| range.end).max().unwrap_or(0)
}

/// The end of an address that shows `lines`, counted from 0, highlighted: `#L53-60`.
pub fn fragment(lines: &Range<usize>) -> String {
    match lines.len() {
        1 => format!("#L{}", lines.end),
        _ => format!("#L{}-{}", lines.start + 1, lines.end),
    }
}

/// The short name of a document, for the margin of the code.
fn label(path: &str) -> String {
    let parts: Vec<&str> = path.trim_end_matches(".md").split('/').collect();
    let number = |name: &str| name.split('_').next().unwrap_or_default().to_owned();
    match parts[..] {
        ["docs", "walk", "README"] => "chapters".to_owned(),
        ["docs", "walk", name] => format!("ch.{}", number(name)),
        ["exercises", name, _] => format!("task {}", number(name)),
        _ => {
            let name = parts.last().copied().unwrap_or_default();
            name.split('-').next().unwrap_or_default().to_lowercase()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{dedent, fragment, label};

    #[test]
    fn fragment_names_one_line_or_several() {
        assert_eq!(fragment(&(3..4)), "#L4");
        assert_eq!(fragment(&(3..9)), "#L4-9");
    }

    #[test]
    fn excerpt_begins_at_the_left_edge() {
        assert_eq!(
            dedent(&["    loop {", "", "        a();", "    }"]),
            "loop {\n\n    a();\n}"
        );
    }

    #[test]
    fn label_is_short() {
        assert_eq!(label("docs/walk/06_loop.md"), "ch.06");
        assert_eq!(label("docs/walk/README.md"), "chapters");
        assert_eq!(label("exercises/15_run/README.md"), "task 15");
        assert_eq!(label("docs/python-to-rust.md"), "python");
    }
}
