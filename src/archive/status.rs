//! How an entry was saved, and the warning for it.
//!
//! Exercise, `logs-5`: the log is as specific as possible. In Python: a warning per file, with the
//! `warnings` module.
//!
//! In production: `tar` reports "file changed as we read it", and exits with 1.

/// How an entry was saved.
pub enum EntryStatus {
    /// As it is on the disk.
    Saved,
    /// It changed while it was saved: how.
    Changed(String),
    /// It could not be read to its end: why.
    Damaged(String),
    /// It is not in the archive: why.
    Skipped(String),
}

impl EntryStatus {
    /// The text for the log, unless everything is fine.
    pub fn warning(&self) -> Option<String> {
        match self {
            EntryStatus::Saved => None,
            EntryStatus::Changed(how) => Some(how.clone()),
            EntryStatus::Damaged(reason) => Some(format!("{reason}, padded with zeros")),
            EntryStatus::Skipped(reason) => Some(format!("{reason}, left out")),
        }
    }
}
