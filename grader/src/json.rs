//! The report card for programs: one JSON object.

use crate::card::{Answer, score};
use crate::check::Fault;

/// The whole card.
pub fn json(answers: &[Answer]) -> String {
    let (passed, all) = score(answers.iter().filter(|answer| !answer.part.is_beyond));
    let sentences: Vec<String> = answers.iter().map(sentence).collect();
    let sentences = sentences.join(",\n    ");
    format!(
        "{{\n  \"passed\": {passed},\n  \"of\": {all},\n  \"sentences\": [\n    {sentences}\n  ]\n}}\n"
    )
}

fn sentence(answer: &Answer) -> String {
    let mut fields = vec![
        ("part", answer.part.name),
        ("sentence", answer.check.title),
        ("chapter", answer.check.chapter),
    ];
    match &answer.verdict {
        Ok(()) => fields.push(("result", "pass")),
        Err(Fault::Short { expected, actual }) => fields.extend([
            ("result", "falls short"),
            ("expected", expected),
            ("came", actual),
        ]),
        Err(Fault::NotReached(why)) => fields.extend([("result", "not reached"), ("because", why)]),
    }
    let fields = fields
        .iter()
        .map(|(name, value)| format!("\"{name}\": {}", string(value)));
    let beyond = format!("\"beyond\": {}", answer.part.is_beyond);
    format!("{{{beyond}, {}}}", fields.collect::<Vec<_>>().join(", "))
}

/// A string as JSON writes it (RFC 8259).
fn string(text: &str) -> String {
    let escape = |c: char| match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}
