//! Runs untrusted programs: with limits on time, output, memory and processes, and with a temporary
//! directory of their own. Processes that they leave running are ended. This module knows nothing
//! about backups.
//!
//! Call [`subreaper::adopt_orphans`] first. Then use [`run`] for commands that may run side by side,
//! or [`run_and_clean_up`] for one command at a time.

mod limits;
pub mod namespace;
mod output;
pub mod processes;
mod run;
pub mod subreaper;

pub use limits::{Limits, Stopped};
pub use output::Output;
pub use run::{Report, run, run_and_clean_up};
