//! Caught by `service_is_found_in_its_own_directory_only`: it returns every service of the directory, also if its lock file is in place.
//! Also fails: `program_with_the_right_name_and_directory_is_not_the_service`.
//! Question: how do you see that a lock file is not the one at `layout::lock(dir)`?

use std::fs;
use std::io;
use std::path::Path;

use super::table::{self, Process};
use crate::layout;

pub use backup::process::find::*;

pub fn services_with_stale_lock(dir: &Path) -> io::Result<Vec<Process>> {
    let dir = fs::canonicalize(dir)?;
    let mut found = table::all()?;
    found.retain(|process| {
        let cwd = fs::read_link(format!("/proc/{}/cwd", process.pid));
        process.runs(layout::SERVICE) && cwd.is_ok_and(|cwd| cwd == dir)
    });
    Ok(found)
}
