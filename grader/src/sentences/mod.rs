//! The sentences that are asked of a backup manager: first those of the exercise, in its
//! own order, then what a careful solution does beyond it. A file is a part of the report card.
//!
//! Each check is a function that uses the submission in a directory of its own. It asks for one thing, and
//! takes its other steps as given: when those fail, the sentence is *not reached*, and another one
//! says why. The exercise leaves much free, and so do the checks: words, order, exit statuses.

mod archives;
mod audit;
mod careful_archives;
mod careful_changes;
mod careful_files;
mod careful_format;
mod careful_logs;
mod careful_saves;
mod careful_schedules;
mod careful_service;
mod careful_stop;
mod careful_time;
mod due;
mod errors;
mod formats;
mod instructions;
mod logs;
mod service;
mod start_and_stop;

use crate::check::{Check, Part};

/// All parts, as on the report card.
static PARTS: [Part; 19] = [
    instructions::PART,
    start_and_stop::PART,
    due::PART,
    service::PART,
    archives::PART,
    formats::PART,
    logs::PART,
    errors::PART,
    audit::PART,
    careful_schedules::PART,
    careful_format::PART,
    careful_archives::PART,
    careful_files::PART,
    careful_changes::PART,
    careful_saves::PART,
    careful_time::PART,
    careful_service::PART,
    careful_stop::PART,
    careful_logs::PART,
];

/// Every check with its part.
pub fn all() -> impl Iterator<Item = (&'static Part, &'static Check)> {
    PARTS
        .iter()
        .flat_map(|part| part.checks.iter().map(move |check| (part, check)))
}

/// The check of this title.
pub fn find(title: &str) -> Option<&'static Check> {
    all()
        .map(|(_, check)| check)
        .find(|check| check.title == title)
}
