//! The six instructions of `backup_manager`, a file each, all of one shape: the directory in which
//! they work and what was typed go in, an [`Outcome`](crate::outcome::Outcome) comes out. None of
//! them prints or logs: [`report`](report()) does, for all of them.
//!
//! Serves *try to be as modular as you can by creating single-task functions*. What is done
//! in Python, and in production, is said where the work is: `schedule_file`, `backups`, `process`.

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

use std::io;

use crate::layout;
use crate::outcome::Failure;

/// The failure to `read` or `change` the schedules, as the spec words it where it does.
fn unusable_schedules(action: &str, error: &io::Error) -> Failure {
    let file = layout::SCHEDULES;
    if error.kind() == io::ErrorKind::NotFound {
        Failure::new(
            format!("can't find {file}"),
            "backup_manager create makes it",
        )
    } else {
        Failure::new(format!("can't {action} {file}"), error)
    }
}
