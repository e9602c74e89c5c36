//! Grades a backup manager of any make, in any language, by processes, files and exit statuses only.
//!
//! [`sentences`] says what is asked, the rest how it is asked. A grading never trusts its subject:
//! each check runs in a [`cell`], a process of its own with a directory of its own, from which
//! nothing survives. [`sandbox`] is the part that knows nothing of backups.

pub mod card;
pub mod cell;
pub mod check;
mod files;
pub mod grading;
pub mod json;
pub mod known;
pub mod options;
pub mod place;
pub mod sandbox;
pub mod sentences;
pub mod session;
pub mod subject;
pub mod times;
