//! Verdicts as text, between the process of a check and the grading.

use crate::check::{Failure, Verdict, fail};
use crate::clock::Source;
use crate::grading::Reply;

/// Separates the words of a message: a character that no submission prints and no path has.
pub const SEPARATOR: &str = "\u{1e}";

/// How much is shown of what a submission printed, in bytes.
const SHOWN: usize = 2000;

/// A verdict as text, with the commands that led to it.
pub fn write(verdict: &Verdict, commands: &str) -> String {
    let mut words = match verdict {
        Ok(()) => vec!["pass".to_owned()],
        Err(Failure::Fail { expected, actual }) => {
            vec!["fail".to_owned(), clean(expected), clean(actual)]
        }
        Err(Failure::NotReached(why)) => vec!["not reached".to_owned(), clean(why)],
        Err(Failure::NotAsked(why)) => vec!["not asked".to_owned(), clean(why)],
    };
    words.insert(0, clean(commands));
    words.join(SEPARATOR)
}

/// A verdict and its commands from their text.
pub fn read(text: &str) -> Option<Reply> {
    let words: Vec<&str> = text.split(SEPARATOR).collect();
    let (&commands, words) = words.split_first()?;
    let verdict = match *words {
        ["pass"] => Ok(()),
        ["fail", expected, actual] => fail(expected, actual),
        ["not reached", why] => Err(Failure::NotReached(why.to_owned())),
        ["not asked", why] => Err(Failure::NotAsked(why.to_owned())),
        _ => return None,
    };
    Some((verdict, commands.to_owned()))
}

/// The name of a source of time.
pub fn source(source: Source) -> &'static str {
    match source {
        Source::Real => "real",
        Source::BackupClock => "BACKUP_CLOCK",
        Source::Faketime => "faketime",
    }
}

/// The source of time with this name; the real time if there is none.
pub fn read_source(name: &str) -> Source {
    let sources = [Source::BackupClock, Source::Faketime];
    let found = sources.into_iter().find(|&known| source(known) == name);
    found.unwrap_or(Source::Real)
}

/// The beginning of what a submission printed, without what a terminal would obey.
fn clean(text: &str) -> String {
    let mut end = text.len().min(SHOWN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let is_plain = |c: &char| *c == '\n' || !c.is_control();
    text[..end]
        .replace('\t', " ")
        .replace('\r', "\\r")
        .chars()
        .filter(is_plain)
        .collect()
}
