//! Colors for the code: a small lexer, so that the pages need no script.

/// The words that get the color of keywords.
const RUST: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "ref", "return", "self", "Self", "static", "struct", "super", "trait", "true", "type",
    "unsafe", "use", "where", "while",
];
const PYTHON: &[&str] = &[
    "and", "as", "assert", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "False", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "None",
    "not", "or", "pass", "raise", "return", "True", "try", "while", "with", "yield",
];

/// The lines of `text` as HTML. `extension` is the one of its file, or `console`.
pub fn lines(extension: &str, text: &str) -> Vec<String> {
    let language = match extension {
        "rs" => Some(("//", RUST)),
        "py" => Some(("#", PYTHON)),
        "sh" | "toml" => Some(("#", &[][..])),
        "console" => return text.lines().map(console).collect(),
        _ => None,
    };
    let Some((comment, keywords)) = language else {
        return text.lines().map(escape).collect();
    };
    let mut html = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (length, element) = token(rest, comment, keywords);
        let (token, after) = rest.split_at(length);
        rest = after;
        if element.is_empty() {
            html += &escape(token);
            continue;
        }
        // A token of several lines becomes one element per line.
        for (at, line) in token.split('\n').enumerate() {
            html += if at == 0 { "" } else { "\n" };
            if !line.is_empty() {
                html += &format!("<{element}>{}</{element}>", escape(line));
            }
        }
    }
    html.lines().map(str::to_owned).collect()
}

/// A line of a session: the line that is typed stands out.
fn console(line: &str) -> String {
    match line.strip_prefix("$ ") {
        Some(typed) => format!("<i>$</i> <b>{}</b>", escape(typed)),
        None => escape(line),
    }
}

/// The length of the token at the start of `text`, and its element: `i` for a comment, `q` for a
/// string or a number, `b` for a keyword, `u` for a type, or none.
fn token(text: &str, comment: &str, keywords: &[&str]) -> (usize, &'static str) {
    let until = |end: &str| text.find(end).unwrap_or(text.len());
    let first = text.chars().next().unwrap_or(' ');
    if text.starts_with(comment) {
        return (until("\n"), "i");
    }
    if comment == "#" && text.starts_with("\"\"\"") {
        let end = text[3..].find("\"\"\"").map_or(text.len(), |at| at + 6);
        return (end, "q");
    }
    if let Some(length) = string_length(text, comment == "//") {
        return (length, "q");
    }
    if first.is_ascii_digit() {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        return (text.find(|c| !is_part(c)).unwrap_or(text.len()), "q");
    }
    if first.is_alphabetic() || first == '_' {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
        let word = &text[..length];
        return match word {
            _ if keywords.contains(&word) => (length, "b"),
            _ if first.is_uppercase() && !keywords.is_empty() => (length, "u"),
            _ => (length, ""),
        };
    }
    (first.len_utf8(), "")
}

/// The length of the string or character at the start of `text`, if there is one.
fn string_length(text: &str, is_rust: bool) -> Option<usize> {
    if !is_rust {
        // A quote that is not closed in its line may be an apostrophe.
        let line = text.lines().next()?;
        return quoted(line, '"').or_else(|| quoted(line, '\''));
    }
    let raw = text.trim_start_matches('b').strip_prefix('r').unwrap_or("");
    let hashes = raw.bytes().take_while(|byte| *byte == b'#').count();
    if raw[hashes..].starts_with('"') {
        let end = format!("\"{}", "#".repeat(hashes));
        let start = text.len() - raw.len() + hashes + 1;
        let length = text[start..].find(&end).map(|at| start + at + end.len());
        return Some(length.unwrap_or(text.len()));
    }
    let prefix = usize::from(text.starts_with("b\"") || text.starts_with("b'"));
    let text = &text[prefix..];
    let character = quoted(text, '\'').filter(|length| {
        // `'a'` or `'\u{1b}'`, but not `'a, 'b`.
        text.starts_with("'\\") || text[..*length].chars().count() == 3
    });
    quoted(text, '"')
        .or(character)
        .map(|length| prefix + length)
}

/// The length of what is between two of `quote`, with both.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut characters = text.strip_prefix(quote)?.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            _ if character == quote => return Some(at + 2),
            _ => {}
        }
    }
    None
}

/// `text` as it is written between the tags of HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn rust_is_colored() {
        let text = "let a = 'x'; // it's\nfn b<'a>() -> &'a str { r#\"c\"# }\n\"d\ne\"";
        let expected = [
            "<b>let</b> a = <q>'x'</q>; <i>// it's</i>",
            "<b>fn</b> b&lt;'a>() -> &amp;'a str { <q>r#\"c\"#</q> }",
            "<q>\"d</q>",
            "<q>e\"</q>",
        ];
        assert_eq!(lines("rs", text), expected);
    }

    #[test]
    fn python_is_colored_and_other_text_is_not() {
        let expected = ["<b>if</b> a: <i># it's</i>"];
        assert_eq!(lines("py", "if a: # it's"), expected);
        assert_eq!(lines("txt", "if a < b"), ["if a &lt; b"]);
    }
}
