//! Caught by `only_owner_can_read_archive`: every user may read the archive.
//! Question: whose files does the archive contain, and who could read those?

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::archive::Warnings;
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> Result<Warnings, Error> {
    let warnings = backup::backups::save(dir, schedule, shutdown)?;
    let archive = dir.join(layout::archive(&schedule.name));
    fs::set_permissions(archive, Permissions::from_mode(0o644))?;
    Ok(warnings)
}
