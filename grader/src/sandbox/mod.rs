//! Runs programs that nobody trusts, and ends whatever they leave behind.

pub mod processes;
pub mod run;
pub mod subreaper;
