//! Task 08: a complete archive replaces the last one, in one step.

use std::io;
use std::path::Path;

use super::Error;
use crate::archive::Warnings;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

/// Saves the path of `schedule`, relative to `dir`, as its archive in `dir/backups`, which is
/// created if it is missing. Returns one warning for each file that could not be saved as it is.
/// Neither `dir/backups` nor the service's lock file is part of an archive.
///
/// The archive is readable by its owner only. Until it is complete and on the disk, the last one
/// stays. A symbolic link in its place is replaced.
///
/// # Errors
/// [`Error::Cancelled`] if a stop is requested; [`Error::EmptySource`] if the source is an empty
/// directory and an archive exists (an unmounted disk looks like this); [`Error::NotAFile`] if a
/// directory or a FIFO is in the archive's place; [`Error::Archive`] or [`Error::Io`] if the source
/// cannot be read, or if the archive cannot be written. If `dir/backups` cannot be created or opened,
/// the error begins with `backups: `. After an error, no temporary file is left.
pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> Result<Warnings, Error> {
    todo!(
        "task 08: save {schedule} in {dir:?}, stop requested: {}",
        shutdown.is_requested()
    )
}

/// Removes the temporary files that a killed service left in `dir/backups`. Their names are
/// `.backup_service-*.tmp`; a directory with such a name stays. Only for the service, which is the
/// only one to write there.
///
/// # Errors
/// If the directory cannot be read, or if a file cannot be removed: the first such error, after all
/// other files are removed. A missing directory is no error.
pub fn remove_stale_temp_files(dir: &Path) -> io::Result<()> {
    todo!("task 08: remove the temporary files in the backups of {dir:?}")
}
