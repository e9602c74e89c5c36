//! The pages of the book: every link leads to a page and an id that are there, every module is
//! reached from the text, and nothing comes from another host.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use tempfile::TempDir;

/// The pages of the book, by their path in it.
struct Book {
    pages: BTreeMap<String, String>,
    files: BTreeSet<String>,
    size: u64,
}

fn project() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

impl Book {
    /// The book, which the tests build once.
    fn build() -> &'static Book {
        static BOOK: LazyLock<Book> = LazyLock::new(Book::new);
        &BOOK
    }

    fn new() -> Book {
        let dir = TempDir::new().unwrap();
        let out = dir.path().join("book");
        book::build(&project(), &out).unwrap_or_else(|error| panic!("{error}"));
        let mut book = Book {
            pages: BTreeMap::new(),
            files: BTreeSet::new(),
            size: 0,
        };
        book.read(&out, "");
        book
    }

    fn read(&mut self, dir: &Path, prefix: &str) {
        for entry in fs::read_dir(dir).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                self.read(&entry.path(), &format!("{path}/"));
                continue;
            }
            self.size += entry.metadata().unwrap().len();
            if path.ends_with(".html") {
                let page = fs::read_to_string(entry.path()).unwrap();
                self.pages.insert(path.clone(), page);
            }
            self.files.insert(path);
        }
    }

    /// Whether the book has the page, or file, `path`, and in it the element `id`.
    fn has(&self, path: &str, id: &str) -> bool {
        let is_there = |page: &String| {
            id.is_empty()
                || page.contains(&format!("id=\"{id}\""))
                || page.contains(&format!("id={id}>"))
                || page.contains(&format!("id={id} "))
        };
        match self.pages.get(path) {
            Some(page) => is_there(page),
            None => id.is_empty() && self.files.contains(path),
        }
    }
}

/// The values of the attribute `name` in `page`.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=");
    let values = page.split(&start).skip(1);
    values
        .map(|rest| match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next().unwrap(),
            None => rest.split([' ', '>']).next().unwrap(),
        })
        .collect()
}

/// The file to which `link` leads from `page`.
fn resolve(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    if !link.is_empty() {
        parts.pop();
    }
    for part in link.split('/').filter(|part| !part.is_empty()) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_link_leads_to_a_page_and_an_id() {
    let book = Book::build();
    let mut dead = BTreeSet::new();
    for (path, page) in &book.pages {
        let hrefs = attributes(page, "href");
        for link in hrefs.into_iter().chain(attributes(page, "src")) {
            let (file, id) = link.split_once('#').unwrap_or((link, ""));
            if file.contains(':') {
                continue;
            }
            let target = resolve(path, file);
            if !book.has(&target, id) {
                dead.insert(format!("{path}: {link}"));
            }
        }
    }
    assert!(
        dead.is_empty(),
        "these links should lead somewhere: {dead:#?}"
    );
}

#[test]
fn no_page_loads_anything_from_another_host() {
    let book = Book::build();
    for (path, page) in &book.pages {
        let loaded = attributes(page, "src").into_iter().chain(
            page.split("<link ")
                .skip(1)
                .flat_map(|link| attributes(link.split('>').next().unwrap(), "href")),
        );
        for address in loaded {
            let is_ours = !address.contains("//");
            assert!(is_ours, "{path} should not load {address}");
        }
    }
}

/// A link to code leads to lines that are marked, and the margin there leads back to the sentence.
#[test]
fn every_row_of_the_exercise_leads_to_lines_and_back() {
    let book = Book::build();
    let page = &book.pages["docs/exercise.html"];
    let rows = page.split("<h4 id=\"").skip(1);
    let mut count = 0;
    for row in rows {
        let id = row.split('"').next().unwrap();
        if id == "production-1" {
            continue;
        }
        count += 1;
        let sentence = row.split("class=\"sentence\"").nth(1);
        let sentence = sentence.unwrap_or_else(|| panic!("{id} should be a link"));
        let link = attributes(sentence, "href")[0];
        let (file, lines) = link
            .split_once('#')
            .unwrap_or_else(|| panic!("{id}: {link}"));
        let code = &book.pages[&resolve("docs/exercise.html", file)];
        let start = lines.trim_start_matches('L').split('-').next().unwrap();
        let mut lines = code.split("<span id=L");
        let line = lines.find(|line| line.starts_with(&format!("{start}>")));
        let back = format!("docs/exercise.html#{id}\"");
        let leads_back = line.is_some_and(|line| line.contains(&back));
        assert!(leads_back, "{id}: {file}, line {start}, should lead back");
    }
    assert!(count > 40, "the page should have a row per sentence");
}

#[test]
fn every_module_is_reached_from_a_sentence_or_a_chapter() {
    let book = Book::build();
    let texts = book
        .pages
        .iter()
        .filter(|(path, _)| *path == "docs/exercise.html" || path.starts_with("docs/walk/"));
    let reached: BTreeSet<String> = texts
        .flat_map(|(path, page)| {
            let links = attributes(page, "href").into_iter();
            links.map(move |link| resolve(path, link.split('#').next().unwrap()))
        })
        .collect();
    let modules = book.pages.keys().filter(|path| path.starts_with("src/"));
    let missing: Vec<&String> = modules.filter(|path| !reached.contains(*path)).collect();
    assert!(
        missing.is_empty(),
        "a page should lead to each of {missing:?}"
    );
}

/// With its 55 directories of 4,096 bytes it is smaller than 5 MB.
#[test]
fn files_are_smaller_than_4_77_megabytes() {
    let size = Book::build().size;
    assert!(size < 4_770_000, "the files of the book have {size} bytes");
}
