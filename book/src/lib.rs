//! Builds the book of the project.

mod chapter;
mod code_page;
mod contents;
mod files;
mod highlight;
pub mod pieces;
mod related;
mod search;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::str::FromStr;

use mdbook_driver::MDBook;
use mdbook_driver::book::{BookItem, Chapter};
use mdbook_driver::config::Config;

use chapter::Reference;
use code_page::CodePage;
use files::Project;

/// Builds the book of the project in `root` in the directory `out`, which it replaces.
///
/// # Errors
/// If a file cannot be read or written, a link leads nowhere, or a piece of code that a document
/// names does not occur exactly once. The message names the document and the piece.
pub fn build(root: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut project = Project::read(root)?;
    let documents = contents::documents(&project)?;
    let mut references = Vec::new();
    let mut directories = Vec::new();
    let mut faults = Vec::new();
    let mut items = Vec::new();
    for document in &documents {
        items.extend(
            document
                .part
                .map(|part| BookItem::PartTitle(part.to_owned())),
        );
        let page = chapter::rewrite(document, &documents, &project);
        references.extend(page.references);
        directories.extend(page.directories);
        faults.extend(page.faults);
        let chapter = Chapter::new(&document.title, page.markdown, &document.path, Vec::new());
        items.push(BookItem::Chapter(chapter));
    }
    let one_page = related::on_one_page(&project).unwrap_or_else(|fault| {
        faults.push(fault);
        Vec::new()
    });
    if !faults.is_empty() {
        return Err(faults.join("\n").into());
    }
    project.keep_shown(
        &references.iter().map(|it| it.file.as_str()).collect(),
        &directories,
    );
    render_text(items, out)?;
    render_code(&project, &references, &one_page, out)?;
    for (name, content) in [
        ("index.html", include_str!("../theme/index.html")),
        ("code.css", include_str!("../theme/code.css")),
        ("code.js", include_str!("../theme/code.js")),
    ] {
        fs::write(out.join(name), content)?;
    }
    fs::write(out.join("lines.js"), search::lines(&project))?;
    for picture in files::below(root, "docs", Some("svg"))? {
        let place = out.join(&picture);
        fs::create_dir_all(place.parent().ok_or("a picture has a directory")?)?;
        fs::copy(root.join(&picture), place)?;
    }
    Ok(())
}

/// Has mdBook make the pages of text. It wants a directory of its own for what it reads.
fn render_text(items: Vec<BookItem>, out: &Path) -> Result<(), Box<dyn Error>> {
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
        fs::write(out.join(page), shorten(&text))?;
    }
    Ok(())
}

/// A page of mdBook without the indentation of its template, and with the license of the icons once
/// instead of in each icon. The lines of code keep their indentation.
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
    let license = shorter
        .split_once("<!--!")
        .and_then(|(_, rest)| rest.split_once("-->"));
    let license = license.map_or(String::new(), |(license, _)| format!("<!--!{license}-->"));
    match shorter.split_once(&license) {
        Some((before, after)) => format!("{before}{license}{}", after.replace(&license, "")),
        None => shorter,
    }
}

/// Makes the pages of code: one per file, and the list of all files.
fn render_code(
    project: &Project,
    references: &[Reference],
    one_page: &[Reference],
    out: &Path,
) -> Result<(), Box<dyn Error>> {
    let all = references.iter().chain(one_page);
    for (path, text) in &project.code {
        let page = CodePage {
            path,
            text,
            references: all.clone().filter(|it| it.file == *path).collect(),
            related: related::of(path, project, one_page),
        };
        let place = out.join(format!("{path}.html"));
        fs::create_dir_all(place.parent().ok_or("a page has a directory")?)?;
        fs::write(place, page.html())?;
    }
    fs::write(out.join("code.html"), code_page::list(project))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::shorten;

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
