//! Builds the book of the project.

mod chapter;
mod code_page;
mod contents;
mod files;
mod highlight;
mod names;
pub mod pieces;
mod related;
mod search;
mod text;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use mdbook_driver::book::{BookItem, Chapter};

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
    let mut blocks = BTreeMap::new();
    for document in &documents {
        items.extend(
            document
                .part
                .map(|part| BookItem::PartTitle(part.to_owned())),
        );
        let page = chapter::rewrite(document, &documents, &project);
        references.extend(page.references);
        directories.extend(page.directories);
        blocks.extend(page.blocks);
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
    text::render(items, &blocks, out)?;
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
            project,
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
