//! Names in the code as links: modules (`use crate::process::lock::Lock;`, `mod due;`), and in the
//! head of a module rows of the exercise (``//! Exercise, `loop-1` ``).

use crate::files::{Project, up};

/// `line`, as HTML, of the file `path`, with a link at the module that `code`, the same line, names.
pub fn link(path: &str, code: &str, line: &str, project: &Project) -> String {
    if code.starts_with("//! Exercise") {
        return link_rows(path, line);
    }
    let found = used_module(path, code).or_else(|| own_module(path, code));
    let Some((words, module)) = found else {
        return line.to_owned();
    };
    // The last part may be a function of the module before it.
    let parent = module.rsplit_once('/').map_or("", |(parent, _)| parent);
    let files = [&module, parent].map(|it| [format!("src/{it}.rs"), format!("src/{it}/mod.rs")]);
    let file = files
        .as_flattened()
        .iter()
        .find(|file| project.code.contains_key(*file));
    let Some(file) = file else {
        return line.to_owned();
    };
    let link = format!("<a href=\"{}{file}.html\">{words}</a>", up(path));
    line.replacen(&words, &link, 1)
}

/// `line` with a link at each id of a row of the exercise.
fn link_rows(path: &str, line: &str) -> String {
    let page = format!("{}docs/exercise.html", up(path));
    let parts = line.split('`').enumerate().map(|(at, part)| {
        let is_id = part.split_once('-').is_some_and(|(word, number)| {
            word.bytes().all(|byte| byte.is_ascii_lowercase())
                && !number.is_empty()
                && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        match at % 2 == 1 && is_id {
            true => format!("<a href=\"{page}#{part}\" target=text>{part}</a>"),
            false => part.to_owned(),
        }
    });
    parts.collect::<Vec<_>>().join("`")
}

/// The module of the crate that a line uses: `crate::process::lock` gives `process/lock`.
fn used_module(path: &str, code: &str) -> Option<(String, String)> {
    let rest = code.split("use crate::").nth(1)?;
    let is_ours = path.starts_with("src/");
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
    let parts: Vec<&str> = rest[..end?].split("::").collect();
    // A name with a capital letter is not a module.
    let is_module = |part: &&&str| part.starts_with(|c: char| c.is_ascii_lowercase());
    let parts: Vec<&str> = parts.iter().take_while(is_module).copied().collect();
    let words = parts.join("::");
    (is_ours && !words.is_empty()).then(|| (words, parts.join("/")))
}

/// The module that a line declares: `pub mod due;` in `src/service/mod.rs` gives `service/due`.
fn own_module(path: &str, code: &str) -> Option<(String, String)> {
    let name = code.strip_prefix("pub ").unwrap_or(code);
    let name = name.strip_prefix("mod ")?.strip_suffix(';')?;
    let directory = path.strip_prefix("src/")?.rsplit_once('/');
    let module = match directory {
        Some((directory, _)) => format!("{directory}/{name}"),
        None => name.to_owned(),
    };
    Some((name.to_owned(), module))
}

#[cfg(test)]
mod tests {
    use super::{link_rows, own_module, used_module};

    #[test]
    fn id_of_a_row_is_a_link() {
        let line = "//! Exercise, `loop-1`: `while`";
        let link = "<a href=\"../docs/exercise.html#loop-1\" target=text>loop-1</a>";
        let expected = format!("//! Exercise, `{link}`: `while`");
        assert_eq!(link_rows("src/clock.rs", line), expected);
    }

    #[test]
    fn line_names_a_module() {
        let found = |words: &str, module: &str| Some((words.to_owned(), module.to_owned()));
        let used = |code| used_module("src/manager/stop.rs", code);
        let lock = found("process::lock", "process/lock");
        assert_eq!(used("use crate::process::lock::{self, Lock};"), lock);
        assert_eq!(used("use crate::log_file;"), found("log_file", "log_file"));
        assert_eq!(used("use crate::{clock, cli};"), None);
        let declared = own_module("src/service/mod.rs", "pub mod due;");
        assert_eq!(declared, found("due", "service/due"));
        assert_eq!(own_module("src/lib.rs", "mod cli;"), found("cli", "cli"));
    }
}
