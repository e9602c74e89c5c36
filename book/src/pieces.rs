//! How a document names a place in the code: by a piece of the text that is there, never by a line
//! number. The book and `tests/documents.rs` both use this file.
//!
//! - ``[`fn check(`](../src/service/run.rs)``: the text of the link is code. The file has it
//!   exactly once.
//! - `[one cycle](../src/service/run.rs "fn check(")`: the title of the link has the code.
//! - `"pub fn run( ... loop {"`: the second piece occurs exactly once inside the item (or block)
//!   that begins with the first.

use std::ops::Range;

/// Stands between two pieces: the second is inside the block of the first.
const INSIDE: &str = " ... ";

/// A link of a Markdown text to a file of the project.
pub struct Link<'a> {
    /// Without the brackets.
    pub text: &'a str,
    /// Relative to the document; empty for a link into the document itself.
    pub path: &'a str,
    /// The part after `#`.
    pub anchor: &'a str,
    /// The part in quotes.
    pub title: Option<&'a str>,
}

impl<'a> Link<'a> {
    /// The links of `prose` to other files of the project.
    pub fn all(prose: &'a str) -> Vec<Link<'a>> {
        let starts = prose.match_indices("](");
        let links = starts.map(|(at, _)| Link::between(&prose[..at], &prose[at + 2..]));
        links.filter(|link| !link.path.contains(':')).collect()
    }

    /// The link whose text ends `before`, and whose target begins `after`.
    fn between(before: &'a str, after: &'a str) -> Link<'a> {
        // A text that is code may contain brackets itself.
        let opening = if before.ends_with('`') { "[`" } else { "[" };
        let text_start = before.rfind(opening).map_or(0, |at| at + 1);
        let target_end = after.find([' ', '\n', ')']).unwrap_or(after.len());
        let rest = after[target_end..].trim_start();
        let quoted = rest
            .strip_prefix('"')
            .and_then(|rest| rest.split_once("\")"));
        let title = quoted.map(|(title, _)| title);
        Link::new(&before[text_start..], &after[..target_end], title)
    }

    /// The link `[text](target "title")`.
    pub fn new(text: &'a str, target: &'a str, title: Option<&'a str>) -> Link<'a> {
        let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
        Link {
            text,
            path,
            anchor,
            title: title.filter(|title| !title.is_empty()),
        }
    }

    /// The path in the project to which this link leads from the file `from`.
    pub fn target(&self, from: &str) -> String {
        if self.path.is_empty() {
            return from.to_owned();
        }
        let mut parts: Vec<&str> = from.split('/').collect();
        parts.pop();
        for part in self.path.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        parts.join("/")
    }

    /// The code that this link names, if it is a link to code: its title, or its text.
    pub fn piece(&self) -> Option<String> {
        let code = match self.title {
            Some(title) => title,
            None => {
                let code = self.text.strip_prefix('`')?.strip_suffix('`')?;
                // `[`due.rs`](../src/service/due.rs)` names the file.
                let file = self
                    .path
                    .rsplit_once('.')
                    .map_or(self.path, |(stem, _)| stem);
                if code.contains('`') || self.path.ends_with(code) || file.ends_with(code) {
                    return None;
                }
                code
            }
        };
        Some(code.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// The lines of `source`, counted from 0, that `piece` names: the block that begins there, or the
/// one line.
///
/// # Errors
///
/// If `piece` does not occur exactly once.
pub fn locate(source: &str, piece: &str) -> Result<Range<usize>, String> {
    let lines: Vec<&str> = source.lines().collect();
    let mut found = 0..lines.len();
    for step in piece.split(INSIDE) {
        let places: Vec<usize> = found
            .clone()
            .filter(|&at| lines[at].contains(step))
            .collect();
        found = match places[..] {
            [at] => at..block_end(&lines, at),
            [] => return Err(format!("`{step}` does not occur")),
            _ => {
                let places: Vec<String> = places.iter().map(|at| (at + 1).to_string()).collect();
                let places = places.join(", ");
                return Err(format!("`{step}` occurs more than once: lines {places}"));
            }
        };
    }
    Ok(found)
}

/// Stands in an excerpt for any number of lines that are not shown, in Rust and in Python.
const LEFT_OUT: [&str; 2] = ["// ...", "# ..."];

/// The lines of `source`, counted from 0, that `shown` quotes: each stretch between two
/// [`LEFT_OUT`]s line by line, one after the other. The indentation does not count.
///
/// # Errors
/// If the first stretch does not occur exactly once, or another does not follow.
pub fn find_excerpt(source: &str, shown: &[&str]) -> Result<Range<usize>, String> {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let shown: Vec<&str> = shown.iter().map(|line| line.trim()).collect();
    let mut found: Option<Range<usize>> = None;
    for stretch in shown.split(|line| LEFT_OUT.contains(line)) {
        if stretch.is_empty() {
            continue;
        }
        let after = found.as_ref().map_or(0, |found| found.end);
        let windows = lines[after..].windows(stretch.len()).enumerate();
        let places: Vec<usize> = windows
            .filter(|(_, window)| *window == stretch)
            .map(|(at, _)| after + at)
            .collect();
        found = match (found, &places[..]) {
            (_, []) => return Err(format!("`{}` and what follows is not there", stretch[0])),
            (None, [_, _, ..]) => return Err("it occurs more than once".to_owned()),
            (None, [at]) => Some(*at..at + stretch.len()),
            (Some(found), [at, ..]) => Some(found.start..at + stretch.len()),
        };
    }
    found.ok_or_else(|| "it shows nothing".to_owned())
}

/// The end of the block that begins in line `start`, by the indentation of the lines.
fn block_end(lines: &[&str], start: usize) -> usize {
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let depth = indentation(lines[start]);
    let mut end = start + 1;
    for (at, line) in lines.iter().enumerate().skip(start + 1) {
        let code = line.trim();
        let is_inside = code.is_empty() || indentation(line) > depth;
        if is_inside {
            end = if code.is_empty() { end } else { at + 1 };
            continue;
        }
        let closes = code.starts_with(['}', ')', ']']) && end > start + 1;
        let opens = code.ends_with('{') || code == "where";
        if indentation(line) < depth || !(closes || code == "where" || code == "{") {
            break;
        }
        end = at + 1;
        if !opens {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{Link, find_excerpt, locate};

    const SOURCE: &str = "\
/// Runs.
pub fn run(
    stop: &Stop,
) -> Result<(), Error> {
    loop {
        check();

        if stop.is_requested() {
            return Ok(());
        } else {
            sleep();
        }
    }
}

fn check() {
    sleep();
}
";

    #[test]
    fn piece_names_its_whole_block() {
        assert_eq!(locate(SOURCE, "pub fn run("), Ok(1..14));
        assert_eq!(locate(SOURCE, "loop {"), Ok(4..13));
        assert_eq!(locate(SOURCE, "if stop"), Ok(7..12));
        assert_eq!(locate(SOURCE, "check();"), Ok(5..6));
        assert_eq!(locate(SOURCE, "fn check() {"), Ok(15..18));
    }

    #[test]
    fn piece_inside_an_item_is_found_there() {
        assert_eq!(locate(SOURCE, "pub fn run( ... sleep();"), Ok(10..11));
        assert_eq!(locate(SOURCE, "fn check() { ... sleep();"), Ok(16..17));
    }

    #[test]
    fn piece_that_does_not_occur_once_is_an_error() {
        let error = locate(SOURCE, "stopped").unwrap_err();
        assert_eq!(error, "`stopped` does not occur");
        let error = locate(SOURCE, "sleep();").unwrap_err();
        assert_eq!(error, "`sleep();` occurs more than once: lines 11, 17");
    }

    #[test]
    fn excerpt_is_found_where_its_lines_follow_each_other() {
        let found = |shown: &[&str]| find_excerpt(SOURCE, shown);
        assert_eq!(found(&["loop {", "check();"]), Ok(4..6));
        assert_eq!(found(&["loop {", "// ...", "} else {"]), Ok(4..10));
        assert!(found(&["loop {", "sleep();"]).is_err());
        assert!(found(&["} else {", "// ...", "loop {"]).is_err());
        let error = found(&["sleep();"]).unwrap_err();
        assert_eq!(error, "it occurs more than once");
        assert!(found(&[]).is_err(), "an excerpt should show something");
    }

    #[test]
    fn link_is_resolved_from_the_directory_of_its_document() {
        let target = |path, from| Link::new("", path, None).target(from);
        assert_eq!(target("../../src/lib.rs", "docs/walk/06.md"), "src/lib.rs");
        assert_eq!(target("docs/time.md#zones", "README.md"), "docs/time.md");
        assert_eq!(target("#zones", "docs/time.md"), "docs/time.md");
    }

    #[test]
    fn link_names_code_by_its_title_or_its_text() {
        let piece = |markdown| Link::all(markdown).pop().unwrap().piece();
        let code = Some("fn a(b: [u8; 2])".to_owned());
        assert_eq!(piece("see [`fn a(b: [u8; 2])`](../a.rs)"), code);
        assert_eq!(piece("see [it](../a.rs \"fn a(b:\n[u8; 2])\")."), code);
        assert_eq!(piece("[`a.rs`](../a.rs)"), None);
        assert_eq!(piece("[the file](../a.rs)"), None);
        assert!(Link::all("[restic](https://restic.net)").is_empty());
    }
}
