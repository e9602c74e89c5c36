//! How an entry was saved, and the warning for it.
//!
//! Exercise, `logs-5`: log lines should be specific.
//! Python: the `warnings` module, with one warning per file.
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
    /// The text of the warning; `None` if the entry was saved as it is.
    pub fn warning(&self) -> Option<String> {
        match self {
            EntryStatus::Saved => None,
            EntryStatus::Changed(how) => Some(how.clone()),
            EntryStatus::Damaged(reason) => Some(format!("{reason}, padded with zeros")),
            EntryStatus::Skipped(reason) => Some(format!("{reason}, left out")),
        }
    }
}
