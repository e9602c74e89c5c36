//! The machinery that grades a backup manager of any make, in any language: what is asked is in
//! `tests/sentences`, how it is asked is here.
//!
//! A grading never trusts its subject. Each check runs in a [`cell`]: a process of its own, with a
//! directory of its own, from which nothing survives.

pub mod card;
pub mod cell;
pub mod check;
mod files;
pub mod grading;
pub mod json;
pub mod known;
pub mod options;
pub mod place;
pub mod processes;
pub mod reaper;
pub mod run;
pub mod subject;
pub mod times;
