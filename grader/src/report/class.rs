//! A class: one table, sentences by students, and the chapters to teach again.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Answer, Score, score_of};
use crate::check::Failure;

/// One student's answers, or why there are none.
pub struct Student {
    /// The name of the directory.
    pub name: String,
    /// The answers to the same sentences as those of all others.
    pub graded: Result<Vec<Answer>, String>,
}

/// The table in Markdown: a column per student, and a row per sentence that not all of them passed.
pub fn table(students: &[Student]) -> String {
    let graded: Vec<(&str, &[Answer])> = students
        .iter()
        .filter_map(|student| Some((&*student.name, &**student.graded.as_ref().ok()?)))
        .collect();
    let mut text = "| sentence |".to_owned();
    for (name, _) in &graded {
        let _ = write!(text, " {name} |");
    }
    let _ = writeln!(text, "\n| --- |{}", " --- |".repeat(graded.len()));
    let rows = graded.first().map_or(0, |(_, answers)| answers.len());
    for row in 0..rows {
        let verdicts = graded.iter().map(|(_, answers)| &answers[row].verdict);
        if verdicts.clone().all(Result::is_ok) {
            continue;
        }
        let _ = write!(text, "| {} |", graded[0].1[row].check.title);
        for verdict in verdicts {
            let sign = match verdict {
                Ok(()) => "",
                Err(Failure::Fail { .. }) => "fail",
                Err(Failure::NotReached(_)) => "not reached",
                Err(Failure::NotAsked(_)) => "not asked",
            };
            let _ = write!(text, " {sign} |");
        }
        text.push('\n');
    }
    let _ = write!(text, "| **the exercise** |");
    for (_, answers) in &graded {
        let Score { passed, asked } = score_of(answers, false);
        let _ = write!(text, " {passed} of {asked} |");
    }
    text.push('\n');
    for student in students {
        if let Err(why) = &student.graded {
            let _ = writeln!(text, "\nNot graded: {}: {why}", student.name);
        }
    }
    text + &chapters(&graded)
}

/// The chapters under whose sentences students failed, the most frequent first.
fn chapters(graded: &[(&str, &[Answer])]) -> String {
    let mut failed: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, answers) in graded {
        for answer in *answers {
            if matches!(answer.verdict, Err(Failure::Fail { .. })) {
                let names = failed.entry(answer.check.chapter).or_default();
                if !names.contains(name) {
                    names.push(name);
                }
            }
        }
    }
    let mut chapters: Vec<_> = failed.into_iter().collect();
    chapters.sort_by_key(|(_, names)| std::cmp::Reverse(names.len()));
    let mut text = String::new();
    if !chapters.is_empty() {
        text += "\nTeach again, the most frequent first:\n\n";
    }
    for (chapter, names) in chapters {
        let count = names.len();
        let all = graded.len();
        let names = names.join(", ");
        let _ = writeln!(text, "- docs/walk/{chapter}.md: {count} of {all} ({names})");
    }
    text
}
