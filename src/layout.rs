//! The name of every file and directory that the programs use, and of the two programs.
//!
//! Exercise, `manager-1`, `service-1`, `save-1`, `logs-2`, `logs-3`: it fixes all of these names,
//! except those that begin with a dot. They are relative to the directory in which the user types
//! the instructions.

use std::path::{Path, PathBuf};

/// The program that takes the instructions.
pub const MANAGER: &str = "backup_manager";
/// The program that runs in the background.
pub const SERVICE: &str = "backup_service";

/// The schedules, one per line.
pub const SCHEDULES: &str = "backup_schedules.txt";
/// The new schedules file while it is written. Only the process that has locked the directory writes
/// it.
pub const TEMP_SCHEDULES: &str = ".backup_schedules.tmp";

/// The directory of the archives.
pub const BACKUPS: &str = "backups";
/// The end of an archive's name.
pub const ARCHIVE_SUFFIX: &str = ".tar";
/// An archive that is being written has a temporary name, which begins with this prefix and ends
/// with [`TEMP_SUFFIX`]. No finished archive has such a name: it does not end in `.tar`.
pub const TEMP_PREFIX: &str = ".backup_service-";
/// See [`TEMP_PREFIX`].
pub const TEMP_SUFFIX: &str = ".tmp";

/// The directory of the logs.
pub const LOGS: &str = "logs";
/// The manager's log, in [`LOGS`].
pub const MANAGER_LOG: &str = "backup_manager.log";
/// The service's log, in [`LOGS`].
pub const SERVICE_LOG: &str = "backup_service.log";
/// The file that the running service holds a lock on, in [`LOGS`].
pub const LOCK: &str = ".backup_service.lock";

/// The archive of the schedule called `name`, as the log shows it: `backups/NAME.tar`.
pub fn archive(name: &str) -> String {
    format!("{BACKUPS}/{name}{ARCHIVE_SUFFIX}")
}

/// The lock file of the service of `dir`. The process that holds the lock must not open the file a
/// second time: closing any descriptor of it releases the lock.
pub fn lock(dir: &Path) -> PathBuf {
    dir.join(LOGS).join(LOCK)
}
