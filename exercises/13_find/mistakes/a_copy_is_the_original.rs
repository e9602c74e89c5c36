//! Caught by `a_service_that_holds_the_lock_and_works_elsewhere_is_an_error`: nobody asks where the owner works.

use std::io;
use std::path::Path;

use nix::unistd::Pid;

use super::{list, lock};
use crate::layout;

pub use backup::process::find::*;

pub fn serving(dir: &Path) -> io::Result<Option<Pid>> {
    let Some(owner) = lock::owner(dir)? else {
        return Ok(None);
    };
    match table::get(owner)? {
        None => Ok(None),
        Some(process) if process.name() == layout::SERVICE => Ok(Some(owner)),
        Some(_) => Err(io::Error::other(format!(
            "process {owner} is not {}",
            layout::SERVICE
        ))),
    }
}
