//! The backup manager: two programs that save directories every day. Read it beside the exercise:
//! `docs/exercise.md`, or `cargo book --open` for both side by side.
//!
//! The examples directory has the whole exercise on one page. This crate is what grows from it: the
//! same functions, each in a module of its own, with what makes them trustworthy.
//!
//! # Evening one: what the exercise asks
//!
//! From a command line to a line in the log, and from a schedule to an archive, in 2,100 lines:
//!
//! | read | to see |
//! | --- | --- |
//! | [`layout`], [`cli`], `bin/backup_manager.rs` | the names of all files; six instructions; one function per instruction |
//! | [`schedule`], [`schedule_file`] | `path;hh:mm;name` becomes a value; lines are added and removed |
//! | [`manager`]: `create`, `delete`, `list`, `backups`; [`backups::archive_names`] | four short instructions of one shape |
//! | [`outcome`], [`manager::report`] | a result becomes a log line, a message and an exit status |
//! | [`log_line`], [`log_file`] | one line, one `write` |
//! | [`manager::start`], [`process::spawn`] | a program in the background |
//! | [`manager::stop`], [`process::find`], [`process::kill`] | the process id, the signal, the end |
//! | [`service`], [`service::run`] | the endless loop |
//! | [`archive::write`] | the entry point of the archive |
//!
//! # Evening two: what makes it trustworthy
//!
//! | read | to see |
//! | --- | --- |
//! | [`clock`], [`shutdown`] | the time and the request to stop, as values that a test can set |
//! | [`service::due`], [`time_zone`] | once per day, through DST changes, long backups and clock steps |
//! | [`backups::save`], [`atomic_file`] | a complete archive gets its name in one step |
//! | [`process::ready`], [`wait`] | how `start` knows that the service is ready, and how long it waits |
//! | [`process::table`], [`process::lock`], [`file_id`] | one service per directory, found after any crash |
//! | [`escape`], [`terminal`] | text that cannot forge a line or steer a terminal |
//! | [`archive`]: its table | a tree that changes while it is read; gzip on all cores |
//!
//! # Dependencies
//!
//! A module uses only modules in the rows below its own. A test reads these rows and checks it.
//!
//! ```text
//! bin
//! manager  cli  service
//! outcome  backups  log_file  process  schedule_file
//! archive  clock  log_line  wait
//! terminal
//! schedule  escape  layout  time_zone  shutdown  file_id  atomic_file
//! ```
//!
//! [`archive`] knows nothing of schedules or logs: a path, a stream, exclusions and a question
//! ("cancelled?") go in, warnings come out.
//!
//! # Errors
//!
//! Exercise, `errors-1`: both programs catch their errors. In Rust an error is a value that a
//! function returns. Follow `backup_manager create "test;16:7;t"`:
//!
//! 1. [`schedule`]: `parse_time` returns [`schedule::Malformed`], "the time must be hh:mm, ...".
//! 2. `manager/create.rs`: `map_err` makes a [`outcome::Failure`] of it, in the exercise's words:
//!    "malformed schedule: test;16:7;t", with the reason as advice. `?` returns it.
//! 3. `bin/backup_manager.rs`: hands the result to [`manager::report`].
//! 4. `manager/report.rs`: the log gets `Error: malformed schedule: test;16:7;t`. Standard error
//!    gets `backup_manager: malformed schedule: test;16:7;t (the time must be hh:mm, ...)`. The exit
//!    status is 1.
//!
//! The service has no caller to return an error to: [`service::run`] logs the line with the reason,
//! and continues with the next. An error that persists is logged when it appears, not at every
//! cycle.
//!
//! Functions that make system calls return [`std::io::Error`], with the file's name where the
//! system's message lacks it. If the caller must distinguish causes, the error is an enum, such as
//! [`archive::Error`]. A panic is a bug of ours: no user, file or system call may cause one.

#![warn(clippy::unwrap_used, clippy::dbg_macro, clippy::todo)]
#![warn(clippy::missing_errors_doc, clippy::missing_panics_doc)]

#[cfg(not(target_pointer_width = "64"))]
compile_error!("backup_manager needs a 64-bit system: offsets in files have 64 bits");

pub mod archive;
pub mod atomic_file;
pub mod backups;
pub mod cli;
pub mod clock;
pub mod escape;
pub mod file_id;
pub mod layout;
pub mod log_file;
pub mod log_line;
pub mod manager;
pub mod outcome;
pub mod process;
pub mod schedule;
pub mod schedule_file;
pub mod service;
pub mod shutdown;
pub mod terminal;
pub mod time_zone;
pub mod wait;
