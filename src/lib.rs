//! The backup manager.

pub mod archive;
pub mod backups;
pub mod cli;
pub mod clock;
pub mod log_file;
pub mod log_line;
pub mod manager;
pub mod outcome;
pub mod printable;
pub mod process;
pub mod schedule;
pub mod schedule_file;
pub mod service;
pub mod stop;
