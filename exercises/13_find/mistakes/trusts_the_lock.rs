//! Caught by `another_program_with_the_lock_is_an_error`: it believes that the owner of the lock is the service.
//! Also fails: `service_of_another_directory_with_the_same_lock_file_is_an_error`.
//! Question: which programs can lock that file?

use std::io;
use std::path::Path;

use nix::sys::signal::Signal;

use super::{lock, table};

pub use backup::process::find::*;

pub fn service_state(dir: &Path) -> io::Result<ServiceState> {
    let Some(owner) = lock::owner(dir)? else {
        return Ok(ServiceState::NotRunning);
    };
    Ok(match table::get(owner)? {
        Some(process) if !table::is_pending(owner, Signal::SIGKILL) => {
            ServiceState::Running(process)
        }
        _ => ServiceState::Ending(owner),
    })
}
