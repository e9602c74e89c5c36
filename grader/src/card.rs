//! The report card: a line for each sentence, and under each failure what was expected beside what
//! came.

use std::fmt::Write;

use crate::check::{Check, Fault, Part, Verdict};

/// How wide one of the two columns is.
const COLUMN: usize = 44;

/// How many lines are shown of what came.
const LINES: usize = 12;

/// A sentence with its answer.
pub struct Answer {
    /// The part it belongs to.
    pub part: &'static Part,
    /// The sentence.
    pub check: &'static Check,
    /// What came of it.
    pub verdict: Verdict,
}

/// How many of `answers` are passes, and how many there are.
pub fn score<'a>(answers: impl Iterator<Item = &'a Answer>) -> (usize, usize) {
    answers.fold((0, 0), |(passed, all), answer| {
        (passed + usize::from(answer.verdict.is_ok()), all + 1)
    })
}

/// The whole card.
pub fn card(answers: &[Answer], has_colour: bool) -> String {
    let paint = |code: &str, text: &str| match has_colour {
        true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        false => text.to_owned(),
    };
    let mut text = String::new();
    for of_part in answers.chunk_by(|one, other| one.part.name == other.part.name) {
        let (passed, all) = score(of_part.iter());
        let heading = format!("{:<70}{passed:>3} of {all}", of_part[0].part.name);
        let _ = writeln!(text, "\n{}", paint("1", &heading));
        for Answer { check, verdict, .. } in of_part {
            let (word, code) = match verdict {
                Ok(()) => ("pass       ", "32"),
                Err(Fault::Short { .. }) => ("FALLS SHORT", "31"),
                Err(Fault::NotReached(_)) => ("not reached", "33"),
            };
            let _ = writeln!(text, "  {}  {}", paint(code, word), check.title);
            text += &explanation(check, verdict);
        }
    }
    text + &sum(answers)
}

fn explanation(check: &Check, verdict: &Verdict) -> String {
    let pointer = format!("      read docs/walk/{}.md\n", check.chapter);
    match verdict {
        Ok(()) => String::new(),
        Err(Fault::Short { expected, actual }) => side_by_side(expected, actual) + &pointer,
        Err(Fault::NotReached(why)) => {
            let lines = why.lines().filter(|line| !line.trim().is_empty());
            let lines = lines.take(LINES).map(|line| format!("      | {line}\n"));
            lines.collect::<String>() + &pointer
        }
    }
}

/// Two texts in two columns.
fn side_by_side(expected: &str, actual: &str) -> String {
    let mut left = folded(expected);
    let mut right = folded(actual);
    left.insert(0, "EXPECTED".to_owned());
    right.insert(0, "CAME".to_owned());
    if right.len() == 1 {
        right.push("(nothing)".to_owned());
    }
    let mut text = String::new();
    for row in 0..left.len().max(right.len()) {
        let cell = |column: &[String]| column.get(row).cloned().unwrap_or_default();
        let line = format!("      {:<COLUMN$} | {}", cell(&left), cell(&right));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// The lines of `text`, long ones in pieces, and not too many.
fn folded(text: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut rest: Vec<char> = line.chars().collect();
        while rest.len() > COLUMN {
            // After the last space, unless that leaves a row half empty.
            let space = rest[..COLUMN].iter().rposition(|&letter| letter == ' ');
            let end = space.map_or(COLUMN, |space| space + 1);
            let end = if end < COLUMN / 2 { COLUMN } else { end };
            let next = rest.split_off(end);
            rows.push(rest.into_iter().collect());
            rest = next;
        }
        rows.push(rest.into_iter().collect());
    }
    if rows.len() > LINES {
        rows.truncate(LINES);
        rows.push("...".to_owned());
    }
    rows
}

fn sum(answers: &[Answer]) -> String {
    let of = |is_beyond: bool| {
        score(
            answers
                .iter()
                .filter(|answer| answer.part.is_beyond == is_beyond),
        )
    };
    let (passed, all) = of(false);
    let percent = (passed * 100).checked_div(all).unwrap_or(100);
    let mut text = format!("\nThe exercise: {passed} of {all}, {percent} %\n");
    let (passed, all) = of(true);
    if all > 0 {
        let _ = writeln!(text, "Beyond it:    {passed} of {all}");
    }
    text
}
