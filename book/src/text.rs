//! The pages of text, made by mdBook.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::str::FromStr;

use mdbook_driver::MDBook;
use mdbook_driver::book::BookItem;
use mdbook_driver::config::Config;

use crate::files;

/// Beginning and end of a mark, which stands for a block of code until mdBook is done: its search
/// has no use for code.
const MARK: (&str, &str) = ("<!--block ", "-->");

/// The mark of block `number` of a document.
pub fn mark(document: &str, number: usize) -> String {
    format!("{}{document} {number}{}", MARK.0, MARK.1)
}

/// `page` with the blocks in the place of their marks.
fn fill(page: &str, blocks: &BTreeMap<String, String>) -> String {
    let mut parts = page.split(MARK.0);
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(MARK.1).unwrap_or((part, ""));
        let mark = format!("{}{name}{}", MARK.0, MARK.1);
        filled += blocks.get(&mark).map_or("", String::as_str);
        filled += rest;
    }
    filled
}

/// Makes the pages of text, of these items, in `out`. mdBook reads from a directory, which exists
/// for that time only. `blocks` are the blocks of code, by the marks that stand for them.
pub fn render(
    items: Vec<BookItem>,
    blocks: &BTreeMap<String, String>,
    out: &Path,
) -> Result<(), Box<dyn Error>> {
    let input = out.with_extension("input");
    fs::create_dir_all(&input)?;
    // The reader's own fonts, rather than half a megabyte of mdBook's.
    fs::create_dir_all(input.join("theme/fonts"))?;
    fs::write(input.join("theme/fonts/fonts.css"), "/* none */\n")?;
    // Code gets its colors when the book is built; mdBook's pages call this script for them.
    fs::write(
        input.join("theme/highlight.js"),
        "window.hljs = { configure() {}, highlightBlock() {} };\n",
    )?;
    fs::create_dir_all(input.join("src"))?;
    fs::write(input.join("text.css"), include_str!("../theme/text.css"))?;
    fs::write(input.join("search.js"), include_str!("../theme/search.js"))?;
    let mut config = Config::from_str(include_str!("../book.toml"))?;
    config.set("output.html.additional-css", ["text.css"])?;
    config.set("output.html.additional-js", ["search.js"])?;
    config.build.build_dir = fs::canonicalize(&input)?.with_extension("");
    let mut book = MDBook::load_with_config_and_summary(&input, config, Default::default())?;
    book.book.items = items;
    book.build()?;
    fs::remove_dir_all(&input)?;
    for page in files::below(out, "", Some("html"))? {
        let text = fs::read_to_string(out.join(&page))?;
        fs::write(out.join(page), fill(&shorten(&text), blocks))?;
    }
    Ok(())
}

/// A page of mdBook without the indentation of its template, without the icons of buttons that the
/// book does not have, and with the license of the icons once. Code keeps its indentation.
fn shorten(page: &str) -> String {
    let mut shorter = String::new();
    for part in page.split_inclusive("</pre>") {
        let (text, code) = part.split_at(part.find("<pre").unwrap_or(part.len()));
        for line in text.split_inclusive('\n') {
            let line = line.trim_start_matches([' ', '\t']);
            shorter += line.strip_prefix('\n').unwrap_or(line);
        }
        shorter += code;
    }
    for icon in ["eye", "eye-slash", "play", "clock-rotate-left"] {
        let start = format!("<template id=fa-{icon}>");
        if let Some((before, after)) = shorter.split_once(&start)
            && let Some((_, rest)) = after.split_once("</template>")
        {
            shorter = format!("{before}{rest}");
        }
    }
    let license = shorter
        .split_once("<!--!")
        .and_then(|(_, rest)| rest.split_once("-->"));
    let license = license.map_or(String::new(), |(license, _)| format!("<!--!{license}-->"));
    match shorter.split_once(&license) {
        Some((before, after)) => format!("{before}{license}{}", after.replace(&license, "")),
        None => shorter,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{fill, mark, shorten};

    #[test]
    fn block_takes_the_place_of_its_mark() {
        let blocks = BTreeMap::from([(mark("a.md", 1), "<pre>b</pre>".to_owned())]);
        let page = format!("<p>a</p>{}<p>c</p>", mark("a.md", 1));
        assert_eq!(fill(&page, &blocks), "<p>a</p><pre>b</pre><p>c</p>");
    }

    #[test]
    fn icons_without_a_button_are_left_out() {
        let page = "a<template id=fa-play><svg></svg></template>b";
        assert_eq!(shorten(page), "ab");
    }

    #[test]
    fn license_of_the_icons_is_there_once() {
        let page = "<svg><!--! Free --></svg><svg><!--! Free --></svg>";
        assert_eq!(shorten(page), "<svg><!--! Free --></svg><svg></svg>");
    }

    #[test]
    fn only_code_keeps_its_indentation() {
        let page = "  <p>\n\n    a\n  <pre>\n    b\n\n</pre>\n    c\n";
        assert_eq!(shorten(page), "<p>\na\n<pre>\n    b\n\n</pre>c\n");
    }
}
