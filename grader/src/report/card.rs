//! The report card: a line for each sentence, and under each failure what was expected beside what
//! the submission did.

use std::fmt::Write;

use super::{Answer, Score, first_to_fix, is_asked, score, score_of, word};
use crate::check::{Check, Failure, Verdict};

/// How wide one of the two columns is.
const COLUMN: usize = 44;

/// How many lines are shown of each text.
const LINES: usize = 12;

/// The whole card.
pub fn card(answers: &[Answer], has_color: bool) -> String {
    let paint = |code: &str, text: &str| match has_color {
        true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        false => text.to_owned(),
    };
    let mut text = String::new();
    if let Some(first) = first_to_fix(answers) {
        let _ = writeln!(text, "Fix first: {}", paint("1", first.check.title));
    }
    for of_part in answers.chunk_by(|one, other| one.part.name == other.part.name) {
        let Score { passed, asked } = score(of_part);
        let heading = format!("{:<70}{passed:>3} of {asked}", of_part[0].part.name);
        let _ = writeln!(text, "\n{}", paint("1", &heading));
        for Answer { check, verdict, .. } in of_part.iter().filter(|one| is_asked(&one.verdict)) {
            let code = match verdict {
                Ok(()) => "32",
                Err(Failure::Fail { .. }) => "31",
                Err(_) => "33",
            };
            let word = paint(code, &format!("{:<11}", word(verdict)));
            let _ = writeln!(text, "  {word}  {}", check.title);
            text += &explanation(check, verdict);
        }
    }
    text + &not_asked(answers) + &sum(answers)
}

fn explanation(check: &Check, verdict: &Verdict) -> String {
    let pointer = format!("      read docs/walk/{}.md\n", check.chapter);
    match verdict {
        Err(Failure::Fail { expected, actual }) => side_by_side(expected, actual) + &pointer,
        Err(Failure::NotReached(why)) => {
            let lines = folded(why, 2 * COLUMN).into_iter();
            let lines = lines.map(|line| format!("      | {line}\n"));
            lines.collect::<String>() + &pointer
        }
        Ok(()) | Err(Failure::NotAsked(_)) => String::new(),
    }
}

/// Two texts in two columns.
fn side_by_side(expected: &str, actual: &str) -> String {
    let mut left = folded(expected, COLUMN);
    let mut right = folded(actual, COLUMN);
    left.insert(0, "EXPECTED".to_owned());
    right.insert(0, "ACTUAL".to_owned());
    if right.len() == 1 {
        right.push("(nothing)".to_owned());
    }
    let mut text = String::new();
    for row in 0..left.len().max(right.len()) {
        let get = |column: &[String]| column.get(row).cloned().unwrap_or_default();
        let line = format!("      {:<COLUMN$} | {}", get(&left), get(&right));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// The lines of `text`, long ones in pieces, and not too many. A blank line is shown as such.
fn folded(text: &str, width: usize) -> Vec<String> {
    let mut rows = Vec::new();
    for line in text.trim_end().lines() {
        if line.trim().is_empty() {
            rows.push("(blank line)".to_owned());
            continue;
        }
        let mut rest: Vec<char> = line.chars().collect();
        while rest.len() > width {
            // After the last space, unless that leaves a row half empty.
            let space = rest[..width].iter().rposition(|&letter| letter == ' ');
            let end = space.map_or(width, |space| space + 1);
            let end = if end < width / 2 { width } else { end };
            let next = rest.split_off(end);
            rows.push(rest.into_iter().collect());
            rest = next;
        }
        rows.push(rest.into_iter().collect());
    }
    if rows.len() > LINES {
        // The last line of a traceback names the error, and may be folded.
        let end = rows.split_off(rows.len() - 2);
        rows.truncate(LINES - 2);
        rows.push("...".to_owned());
        rows.extend(end);
    }
    rows
}

/// The sentences that this machine could not ask, by their reasons.
fn not_asked(answers: &[Answer]) -> String {
    let mut text = String::new();
    let mut last = "";
    for Answer { check, verdict, .. } in answers {
        if let Err(Failure::NotAsked(why)) = verdict {
            if why != last {
                let _ = writeln!(text, "\nNot asked: {why}");
                last = why;
            }
            let _ = writeln!(text, "  -            {}", check.title);
        }
    }
    text
}

fn sum(answers: &[Answer]) -> String {
    let Score { passed, asked } = score_of(answers, false);
    let percent = (passed * 100).checked_div(asked).unwrap_or(100);
    let mut text = format!("\nThe exercise: {passed} of {asked}, {percent} %\n");
    let Score { passed, asked } = score_of(answers, true);
    if asked > 0 {
        let _ = writeln!(text, "Beyond it:    {passed} of {asked}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_are_visible() {
        let text = side_by_side("[16:07] one", "\n[16:07] one");
        assert!(
            text.contains("| (blank line)\n"),
            "a blank line should be shown:\n{text}"
        );
    }

    #[test]
    fn long_lines_are_folded_after_a_space() {
        assert_eq!(folded("one two three", 8), ["one two ", "three"]);
        assert_eq!(folded("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    /// The last line of a traceback names the error.
    #[test]
    fn end_of_a_long_text_is_shown() {
        let rows = folded(
            &("line\n".repeat(50) + "NameError: name 'x'\nis not defined"),
            20,
        );
        assert_eq!(rows.len(), LINES + 1);
        let end = ["...", "NameError: name 'x'", "is not defined"];
        assert_eq!(rows[LINES - 2..], end, "the end must be shown");
    }
}
