//! The lines that the search for code looks through.

use crate::files::Project;

/// The directories in which the search looks.
const SEARCHED: [&str; 3] = ["src/", "examples/", "tests/suites/"];

/// A script that defines `codeLines`: pairs of a path and its text, without indentation.
pub fn lines(project: &Project) -> String {
    let mut script = String::from("window.codeLines = [\n");
    let is_searched = |path: &str| SEARCHED.iter().any(|root| path.starts_with(root));
    for path in project
        .in_order()
        .into_iter()
        .filter(|path| is_searched(path))
    {
        let text: Vec<&str> = project.code[path].lines().map(str::trim_start).collect();
        script += &format!("[{}, {}],\n", quote(path), quote(&text.join("\n")));
    }
    script + "];\n"
}

/// `text` as a string of JavaScript.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted += "\\n",
            '<' => quoted += "\\x3c",
            _ if character < ' ' => quoted += &format!("\\x{:02x}", character as u32),
            _ => quoted.push(character),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn quoted_text_is_one_string_of_javascript() {
        assert_eq!(
            quote("a\"b\\c\n</script>\t"),
            r#""a\"b\\c\n\x3c/script>\x09""#
        );
    }
}
