//! Caught by `the_service_of_this_directory_is_found_and_no_other`: a service that works here is taken for an orphan, its lock in place.

use std::fs;
use std::io;
use std::path::Path;

use nix::unistd::Pid;

use super::table;
use crate::layout;

pub use backup::process::find::*;

pub fn orphans(dir: &Path) -> io::Result<Vec<Pid>> {
    let dir = fs::canonicalize(dir)?;
    let mut found = table::all()?;
    found.retain(|process| {
        let works_in = fs::read_link(format!("/proc/{}/cwd", process.pid));
        process.name() == layout::SERVICE && works_in.is_ok_and(|its| its == dir)
    });
    Ok(found.iter().map(|process| process.pid).collect())
}
