//! Caught by `service_whose_logs_were_removed_has_a_stale_lock`: it looks for the exact name of the lock file, and a removed file has ` (deleted)` after its name.
//! Question: what does `fs::read_link` return for a file that was removed?

use std::fs;
use std::io;
use std::path::Path;

use super::table::{self, Process};
use crate::file_id::FileId;
use crate::layout;

pub use backup::process::find::*;

pub fn services_with_stale_lock(dir: &Path) -> io::Result<Vec<Process>> {
    let this = FileId::of_path(dir)?;
    let lock = FileId::of_path(&layout::lock(dir)).ok();
    let mut found = table::all()?;
    found.retain(|process| {
        let proc = format!("/proc/{}", process.pid);
        let cwd = FileId::of_path(Path::new(&format!("{proc}/cwd"))).ok();
        let descriptors = fs::read_dir(format!("{proc}/fd"));
        let mut descriptors = descriptors.into_iter().flatten().flatten();
        cwd == Some(this)
            && process.runs(layout::SERVICE)
            && descriptors.any(|descriptor| {
                let path = descriptor.path();
                fs::read_link(&path).is_ok_and(|name| name.ends_with(layout::LOCK))
                    && FileId::of_path(&path).ok() != lock
            })
    });
    Ok(found)
}
