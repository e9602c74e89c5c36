//! Lists the archives.
//!
//! Exercise, `backups-1`, `backups-2`: list the archives in `./backups`, and log it.

use std::io::ErrorKind;
use std::path::Path;

use crate::backups;
use crate::outcome::{Done, Failure, Outcome};

/// Returns the names of the archives of `dir`, one per line, in byte order.
///
/// # Errors
/// If there is no `backups` directory, or it cannot be read.
pub fn backups(dir: &Path) -> Outcome {
    let names = backups::archive_names(dir).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::new(
            "can't find backups directory",
            "backup_service makes it with the first backup",
        ),
        _ => Failure::new("can't read backups directory", error),
    })?;
    let output = names.iter().map(|name| format!("{name}\n")).collect();
    Ok(Done {
        output,
        ..Done::new("Show backups list")
    })
}
