//! Caught by `zombie_that_holds_its_lock_is_ending`: an owner that the process list does not show counts as gone.
//! Question: who still holds the lock when the process list no longer shows its owner?

use std::io;
use std::path::Path;

use super::{lock, table};

pub use backup::process::find::*;

pub fn service_state(dir: &Path) -> io::Result<ServiceState> {
    match lock::owner(dir)? {
        Some(owner) if table::get(owner)?.is_none() => Ok(ServiceState::NotRunning),
        _ => backup::process::find::service_state(dir),
    }
}
