//! Stops the service.
//!
//! Exercise, `stop-1`, `stop-2`: stop the process `backup_service`, and log whether it was stopped.

use std::io;
use std::path::Path;

use crate::outcome::{Done, Failure, Outcome};
use crate::process::find::{self, ServiceState};
use crate::process::kill::{self, terminate};
use crate::process::ready;

/// Stops the service of `dir`, and returns when its process has ended. Also finds a service whose
/// lock file was removed, usually with `logs`.
///
/// # Errors
/// If no service runs, or it cannot be stopped: for example, it belongs to another user.
pub fn stop(dir: &Path) -> Outcome {
    let cannot_stop = |reason: io::Error| Failure::new("can't stop backup_service", reason);
    // Search for stale locks first. A service may acquire its lock again between the two searches:
    // in this order we find it twice, in the other order not at all.
    let mut services = find::services_with_stale_lock(dir).map_err(cannot_stop)?;
    match ready::wait_for_service_state(dir).map_err(cannot_stop)? {
        ServiceState::Running(process) => services.push(process),
        // Only a process that the list confirms gets a signal.
        ServiceState::Hidden(_, reason) => return Err(cannot_stop(io::Error::other(reason))),
        ServiceState::NotRunning | ServiceState::Ending(_) => {}
    }
    if services.is_empty() {
        return Err(Failure::new(
            "backup_service not running",
            "run `backup_manager start` first",
        ));
    }
    for process in services {
        terminate(&process, kill::STOP_TIMEOUT).map_err(cannot_stop)?;
    }
    Ok(Done::new("backup_service stopped"))
}
