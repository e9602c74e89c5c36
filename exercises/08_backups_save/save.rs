//! Exercise 08: an archive is put in its place whole, or not at all.

use std::io;
use std::path::Path;

use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

/// Saves what `schedule` names, relative to `dir`, as its archive in `dir/backups`, which is made if
/// it is not there. Returns a warning for each file that could not be saved as it is. Neither
/// `dir/backups` nor the service's lock is part of an archive.
///
/// The archive is readable by its owner only from the first byte on, and is on the disk before it
/// takes the place of the last one; until then that one stays. A link in its place is replaced.
///
/// # Errors
/// The reason, with nothing left behind: a source that is missing, cannot be read, or is `empty`
/// where an archive already exists (an unmounted disk looks like that); a full disk; a directory
/// or a FIFO in the archive's place, which `is not a file`; a `backups` that cannot be made, by this
/// name; `Interrupted` when `stop` is requested.
pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> io::Result<Vec<String>> {
    todo!(
        "exercise 08: save {schedule} in {dir:?}, stopped: {}",
        shutdown.is_requested()
    )
}

/// Removes what a killed service left unfinished in `dir/backups`: what is called
/// `.backup_service-*.tmp`, as archives in the making are. Only for the service, which alone writes
/// there.
///
/// # Errors
/// What the system answers, but for a directory that is not there.
pub fn sweep(dir: &Path) -> io::Result<()> {
    todo!("exercise 08: sweep the backups of {dir:?}")
}
