//! The backup manager: two programs that save directories every day at their minute, written to
//! be read beside the specification of the exercise.
//!
//! # The map
//!
//! ```text
//!    bin/backup_manager                       bin/backup_service
//!            |                                        |
//!            v                                        v
//!     cli, and manager:                        cli, and service:
//!     create delete list                       run ---> due
//!     start stop backups report                 |
//!            |                                  |
//!            +----------------+-----------------+
//!                             v
//!      schedule_file       backups       process: spawn list lock find kill
//!                             |
//!                             v
//!      schedule            archive       log_file ---> log_line ---> printable
//!                             |             |
//!                             v             v
//!      disk                  stop <------ clock
//! ```
//!
//! Each row calls only what is on it or below it. `outcome` is what the instructions return. The
//! files of [`archive`] are in a table of its own.
//!
//! | sentence of the specification | module |
//! | --- | --- |
//! | *accept the following command-line arguments* | [`cli`] |
//! | *`start`: run `backup_service.py` in the background* | [`manager::start`], [`process::spawn`] |
//! | *`stop`: stop the process `backup_service.py`* | [`manager::stop`], [`process::find`], [`process::kill`], and [`shutdown`] on the other side |
//! | *`create [schedule]`: add a new backup schedule* | [`manager::create`], [`schedule_file::append`] |
//! | *`delete [index]`: delete the backup schedule at line `index`* | [`manager::delete`], [`schedule_file::remove`] |
//! | *`list`: print the scheduled backups, adding an index* | [`manager::list`], [`schedule_file::read`] |
//! | *`backups`: list the backups files in `./backups`* | [`manager::backups`], [`backups::archive_names`] |
//! | *run in an infinite loop; on every cycle check the schedules* | [`service::run`] |
//! | *if the current time matches the time of the schedule* | [`service::due`] |
//! | *the format of the schedules is `path_to_save;time(hh:mm);backup_name`* | [`schedule`] |
//! | *the backups will be saved in `./backups`* | [`backups::save`], [`atomic_file`] |
//! | *a compressed file (`.tar`) for the `path_to_save` directory* | [`archive`], [`archive::gzip`] |
//! | *sleep for about 45 seconds* | [`clock`] |
//! | *all actions and errors should be logged into a specific file* | [`manager::report`], [`log_file`] |
//! | *start with a timestamp and be as specific as you can* | [`log_line`], [`escape`] |
//! | *play with the command `ps -A -f`* | [`process::table`] |
//!
//! # Errors
//!
//! *Use `try` and `except` to handle errors*: here an error is a value.
//!
//! - [`std::io::Error`] from whatever touches the system, with the name of the file where the
//!   system's own words lack it. The functions in the lower half of the map return it.
//! - [`schedule::Malformed`], why a line is not a schedule.
//! - [`outcome::Failure`], what an instruction of the manager failed at, in the words of the
//!   specification, with advice. [`manager::report`] turns it into a line in the log, a line on
//!   standard error and an exit status.
//! - A sentence, as a [`String`], where it is only going to be shown or logged: why the clock
//!   cannot be set, or why the service cannot come up or go on.
//!
//! The service has nobody to return an error to: it logs it and goes on. Nothing here panics on
//! what a user, a file or the system may do; a panic is a mistake of ours.

#![warn(clippy::unwrap_used, clippy::dbg_macro, clippy::todo)]
#![warn(clippy::missing_errors_doc, clippy::missing_panics_doc)]

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
pub mod wait;
