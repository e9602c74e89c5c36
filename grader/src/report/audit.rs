//! The audit sheet: the questions that fellow students ask, as one Markdown page, with the commands
//! and what they printed.

use std::fmt::Write;

use super::{Answer, Score, score_of, word};
use crate::check::Failure;

/// The sheet of the solution called `name`.
pub fn sheet(name: &str, answers: &[Answer]) -> String {
    let Score { passed, asked } = score_of(answers, false);
    let mut text = format!("# Audit of {name}\n\nThe exercise: {passed} of {asked}.\n");
    let mut part = "";
    for answer in answers {
        if answer.part.name != part {
            part = answer.part.name;
            let _ = writeln!(text, "\n## {part}");
        }
        let sign = if answer.verdict.is_ok() { "x" } else { " " };
        let word = word(&answer.verdict);
        let _ = writeln!(text, "\n- [{sign}] {}: **{word}**", answer.check.title);
        if !answer.commands.is_empty() {
            text += &block("console", &answer.commands);
        }
        match &answer.verdict {
            Ok(()) => {}
            Err(Failure::Fail { expected, actual }) => {
                text += &block("text", &format!("expected: {expected}\nactual: {actual}"));
            }
            Err(Failure::NotReached(why) | Failure::NotAsked(why)) => text += &block("text", why),
        }
    }
    text
}

/// A block of code in a list. The fence is longer than any in the text.
fn block(kind: &str, text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let lines = text.trim_end().lines();
    let lines: String = lines.map(|line| format!("  {line}\n")).collect();
    format!("\n  {fence}{kind}\n{lines}  {fence}\n")
}
