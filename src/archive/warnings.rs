//! How an entry was saved, and the warnings, in bounded memory.
//!
//! Exercise, `logs-1`, `logs-5`: every error is logged, and log lines should be specific.
//! Python: a list, which grows without limit.
//! In production: `tar` reports "file changed as we read it", and exits with 1.
//!
//! A tree may have millions of entries that cannot be saved, each with a path of any length. So we
//! shorten a long path, and only count the warnings after the first thousand.

/// How many warnings are kept.
const MAX_WARNINGS: usize = 1000;
/// A longer path is shortened in its middle. Linux accepts no path longer than this in a call.
const MAX_SHOWN_PATH: usize = 4095;

/// How an entry was saved.
pub enum EntryStatus {
    /// As it is on the disk.
    Saved,
    /// It changed while it was saved: how.
    Changed(String),
    /// It could not be read to its end: why.
    Damaged(String),
}

/// The warnings about one archive.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Warnings {
    /// One text per entry that was not saved as it is, for the first thousand.
    pub texts: Vec<String>,
    /// How many more entries were not saved as they are.
    pub more: usize,
}

impl Warnings {
    /// Adds a warning about the entry at `path`.
    pub fn add(&mut self, path: &[u8], text: &str) {
        if self.texts.len() < MAX_WARNINGS {
            self.texts.push(format!("{}: {text}", shortened(path)));
        } else {
            self.more += 1;
        }
    }

    /// Adds the warning, if any, about the entry at `path` with this `status`.
    pub fn add_for(&mut self, path: &[u8], status: &EntryStatus) {
        match status {
            EntryStatus::Saved => {}
            EntryStatus::Changed(how) => self.add(path, how),
            EntryStatus::Damaged(reason) => self.add(path, &format!("{reason}, padded with zeros")),
        }
    }

    /// How many warnings there are.
    pub fn count(&self) -> usize {
        self.texts.len() + self.more
    }
}

/// `path` as text; only the beginning and the end of a long one.
pub fn shortened(path: &[u8]) -> String {
    if path.len() <= MAX_SHOWN_PATH {
        return String::from_utf8_lossy(path).into_owned();
    }
    let half = MAX_SHOWN_PATH / 2;
    let (start, end) = (&path[..half], &path[path.len() - half..]);
    let (start, end) = (String::from_utf8_lossy(start), String::from_utf8_lossy(end));
    format!("{start}...{end}")
}
