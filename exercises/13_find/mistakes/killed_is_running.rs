//! Caught by `killed_service_that_holds_its_lock_is_ending`: every owner that the process list shows counts as running.
//! Question: for how long does the process list show a process after `kill -9`?

use std::io;
use std::path::Path;

use super::{lock, table};

pub use backup::process::find::*;

pub fn service_state(dir: &Path) -> io::Result<ServiceState> {
    let state = backup::process::find::service_state(dir)?;
    let listed = match lock::owner(dir)? {
        Some(owner) => table::get(owner)?,
        None => None,
    };
    Ok(listed.map_or(state, ServiceState::Running))
}
