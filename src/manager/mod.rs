//! The six instructions of `backup_manager`, one file each.
//!
//! Exercise, `manager-1`, `modules-1`: `backup_manager` controls the service and keeps
//! `backup_schedules.txt`, with single-task functions.
//!
//! All six have one shape: they take the directory in which they work and the argument, if they have
//! one, and return an [`Outcome`](crate::outcome::Outcome). None of them logs, and none prints its
//! result: [`report`](report()) does both for all of them.

mod backups;
mod create;
mod delete;
mod list;
mod report;
mod start;
mod stop;

pub use backups::backups;
pub use create::create;
pub use delete::delete;
pub use list::list;
pub use report::report;
pub use start::start;
pub use stop::stop;
