//! Caught by `service_whose_logs_were_moved_has_a_stale_lock`: it finds a lock file that was removed, and not one that was moved.
//! Question: which name has the lock file after `mv logs logs.old`?

use std::fs;
use std::io;
use std::path::Path;

use super::table::{self, Process};
use crate::layout;

pub use backup::process::find::*;

pub fn services_with_stale_lock(dir: &Path) -> io::Result<Vec<Process>> {
    let path = layout::lock(&fs::canonicalize(dir)?);
    let removed = format!("{} (deleted)", path.display());
    let mut found = table::all()?;
    found.retain(|process| {
        let descriptors = fs::read_dir(format!("/proc/{}/fd", process.pid));
        let mut descriptors = descriptors.into_iter().flatten().flatten();
        descriptors.any(|descriptor| {
            fs::read_link(descriptor.path()).is_ok_and(|name| name.to_string_lossy() == removed)
        })
    });
    Ok(found)
}
