//! A page of code: an element with an id per line, and in the margin the links back to the text.
//! It needs no script: the address (`#L53-60`) has the browser scroll to lines and mark them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::chapter::{Reference, fragment};
use crate::files::{Project, up};
use crate::highlight::{self, escape};
use crate::names;

/// A file of code and what leads to it.
pub struct CodePage<'a> {
    pub path: &'a str,
    pub text: &'a str,
    pub project: &'a Project,
    /// The places in the text that are about this file.
    pub references: Vec<&'a Reference>,
    /// Names and addresses of what belongs to this file.
    pub related: Vec<(&'static str, String)>,
}

impl CodePage<'_> {
    pub fn html(&self) -> String {
        let extension = self.path.rsplit('.').next().unwrap_or_default();
        let mut code = String::new();
        let colored = highlight::lines(extension, self.text);
        for (at, (line, colored)) in self.text.lines().zip(&colored).enumerate() {
            let margin = self.margin(at);
            let item = item_id(line).unwrap_or_default();
            let html = names::link(self.path, line, colored, self.project);
            code += &format!("<span id=L{}>{margin}{item}{html}\n</span>", at + 1);
        }
        let root = up(self.path);
        let mut links = String::new();
        for (name, address) in &self.related {
            let is_here = address.split(".html").next() == Some(self.path);
            let class = if is_here { " class=here" } else { "" };
            links += &format!("<a{class} href=\"{root}{address}\">{name}</a> ");
        }
        let whole_file = self.references.iter().filter(|it| it.lines.is_none());
        links += &back_links(&root, whole_file.filter(|it| it.rank() < 2).copied());
        page(
            self.path,
            &root,
            &links,
            &format!("<pre><code>{code}</code></pre>"),
        )
    }

    /// The marks that begin in line `at`, and the links back from there.
    fn margin(&self, at: usize) -> String {
        let begins_here = |reference: &&&Reference| {
            reference
                .lines
                .as_ref()
                .is_some_and(|lines| lines.start == at)
        };
        let here: Vec<&Reference> = self
            .references
            .iter()
            .filter(begins_here)
            .copied()
            .collect();
        let ranges: BTreeSet<(usize, usize)> = here
            .iter()
            .filter_map(|reference| reference.lines.as_ref())
            .filter(|lines| lines.len() > 1)
            .map(|lines| (lines.start, lines.end))
            .collect();
        let mut html = String::new();
        for (start, end) in ranges {
            let id = fragment(&Range { start, end });
            let id = id.trim_start_matches('#');
            html += &format!("<a id={id} style=--n:{}></a>", end - start);
        }
        if !here.is_empty() {
            let links = back_links(&up(self.path), here.into_iter());
            html += &format!("<span class=m>{links}</span>");
        }
        html
    }
}

/// A link back to each of these, one per label: rows of the exercise first, then chapters.
fn back_links<'a>(root: &str, references: impl Iterator<Item = &'a Reference>) -> String {
    let mut links: BTreeMap<(usize, &str), String> = BTreeMap::new();
    for reference in references {
        let (back, label) = (&reference.back, &reference.label);
        let title = escape(&reference.title).replace('"', "&quot;");
        // The margin of the one page leads to other code.
        let is_code = back.contains(".rs.html");
        let target = if is_code { "code" } else { "text" };
        links.entry((reference.rank(), label)).or_insert_with(|| {
            format!("<a href=\"{root}{back}\" target={target} title=\"{title}\">{label}</a> ")
        });
    }
    links.into_values().collect()
}

/// An id for the item that `line` defines at the left edge: `#fn.run`.
fn item_id(line: &str) -> Option<String> {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    let (kind, rest) = line.split_once(' ')?;
    if !["fn", "struct", "enum", "trait", "const", "type", "def"].contains(&kind) {
        return None;
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    Some(format!("<a id={kind}.{}></a>", &rest[..end]))
}

/// The list of all pages of code, by directory.
pub fn list(project: &Project) -> String {
    let mut body = String::from(
        "<div class=list><p>Choose a sentence or a link on the left: its code appears here, and \
         the margin of the code leads back. Or choose a file.</p>",
    );
    let mut directory = None;
    for path in project.in_order() {
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
        if directory != Some(parent) {
            let title = if parent.is_empty() {
                "the project"
            } else {
                parent
            };
            body += &format!("<h2 id=\"{parent}\">{title}</h2>\n");
            directory = Some(parent);
        }
        body += &format!("<a href=\"{path}.html\">{name}</a> ");
    }
    page("The code", "", "", &(body + "</div>"))
}

/// A whole page.
fn page(title: &str, root: &str, links: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n\
         <meta name=viewport content=\"width=device-width\">\n<title>{title}</title>\n\
         <link rel=stylesheet href=\"{root}code.css\">\n<script src=\"{root}code.js\"></script>\n\
         <script defer src=\"{root}search.js\"></script>\n\
         <header><a href=\"{root}code.html\" title=\"all files\">\u{2630}</a> <b>{title}</b> {links}\
         <input id=code-search type=search placeholder=\"Search the code\" hidden></header>\n\
         {body}\n</html>\n"
    )
}
