//! The report card for programs: one JSON object.

use super::{Answer, Score, first_to_fix, is_asked, score_of, word};
use crate::check::Failure;

/// The whole card.
pub fn json(answers: &[Answer]) -> String {
    let Score { passed, asked } = score_of(answers, false);
    let beyond = score_of(answers, true);
    let first = first_to_fix(answers).map_or("null".to_owned(), |first| string(first.check.title));
    let sentences: Vec<String> = answers.iter().map(sentence).collect();
    let sentences = sentences.join(",\n    ");
    format!(
        "{{\n  \"passed\": {passed},\n  \"of\": {asked},\n  \"beyond\": {{\"passed\": {}, \"of\": {}}},\
         \n  \"fix_first\": {first},\n  \"sentences\": [\n    {sentences}\n  ]\n}}\n",
        beyond.passed, beyond.asked
    )
}

fn sentence(answer: &Answer) -> String {
    let mut fields = vec![
        ("part", answer.part.name),
        ("sentence", answer.check.title),
        ("chapter", answer.check.chapter),
        ("result", word(&answer.verdict)),
    ];
    match &answer.verdict {
        Ok(()) => {}
        Err(Failure::Fail { expected, actual }) => {
            fields.extend([("expected", &**expected), ("actual", &**actual)]);
        }
        Err(Failure::NotReached(why) | Failure::NotAsked(why)) => fields.push(("because", why)),
    }
    let fields = fields
        .iter()
        .map(|(name, value)| format!("\"{name}\": {}", string(value)));
    let points = u8::from(answer.verdict.is_ok());
    let of = u8::from(is_asked(&answer.verdict));
    let beyond = answer.part.is_beyond;
    let numbers = format!("\"beyond\": {beyond}, \"points\": {points}, \"of\": {of}");
    format!("{{{numbers}, {}}}", fields.collect::<Vec<_>>().join(", "))
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
