//! Grades a solution of the backup manager exercise, in any language, by processes, files and exit
//! statuses only.
//!
//! ```text
//! session        a grading from beginning to end; cli has its options
//!   submission   what is graded: copy, probe (how it is told the time)
//!   grading      asks all sentences, side by side
//!     isolated   one sentence in a process of its own, by message
//!       test_env a directory, a clock (faketime) and the commands to use them
//!       sentences  what is asked, a file for each part of the exercise
//!   report       the card, JSON, the table of a class, the audit sheet
//! self_test      tests the grader by solutions that are known to be right or wrong
//! sandbox        runs programs with limits, and ends what they leave; knows nothing of backups
//! ```

pub mod check;
pub mod cli;
pub mod clock;
mod copy;
pub mod faketime;
pub mod grading;
pub mod isolated;
mod message;
mod probe;
pub mod report;
pub mod sandbox;
pub mod self_test;
pub mod sentences;
pub mod session;
pub mod submission;
pub mod test_env;
