//! Caught by `another_program_with_the_lock_is_an_error`: it believes that the owner of the lock is the service.
//! Also fails: `service_of_another_directory_with_the_same_lock_file_is_an_error`.
//! Question: which programs can lock that file?

use std::io;
use std::path::Path;

use super::{lock, table};

pub use backup::process::find::*;

pub fn service_state(dir: &Path) -> io::Result<ServiceState> {
    let Some(owner) = lock::owner(dir)? else {
        return Ok(ServiceState::NotRunning);
    };
    Ok(match table::get(owner)? {
        Some(process) => ServiceState::Running(process),
        None => ServiceState::Ending(owner),
    })
}
