//! Caught by `remove_keeps_permissions`: the file has the permissions of a temporary file afterwards.
//! Question: which permissions has a new temporary file, and which had the file that it replaces?

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::layout;

pub use backup::schedule_file::*;

pub fn remove(dir: &Path, index: usize) -> io::Result<Option<String>> {
    let removed = backup::schedule_file::remove(dir, index)?;
    if removed.is_some() {
        fs::set_permissions(dir.join(layout::SCHEDULES), Permissions::from_mode(0o600))?;
    }
    Ok(removed)
}
