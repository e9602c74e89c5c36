//! Caught by `service_of_another_directory_with_the_same_lock_file_is_an_error`: the owner's directory is not checked.
//! Question: in which directory does the owner work?

use std::io;
use std::path::Path;

use nix::sys::signal::Signal;

use super::{lock, table};
use crate::layout;

pub use backup::process::find::*;

pub fn service_state(dir: &Path) -> io::Result<ServiceState> {
    let Some(owner) = lock::owner(dir)? else {
        return Ok(ServiceState::NotRunning);
    };
    match table::get(owner)? {
        None => Ok(ServiceState::Ending(owner)),
        Some(_) if table::is_pending(owner, Signal::SIGKILL) => Ok(ServiceState::Ending(owner)),
        Some(process) if process.runs(layout::SERVICE) => Ok(ServiceState::Running(process)),
        Some(_) => Err(io::Error::other(format!(
            "process {owner} is not {}",
            layout::SERVICE
        ))),
    }
}
