//! Serves *`stop`: stop the process `backup_service.py`*.

use std::path::Path;

use crate::outcome::{Done, Failure, Outcome};
use crate::process::{find, kill};

/// Stops the service of `dir`, and returns when its process is gone. One whose lock was removed,
/// with `logs`, is stopped as well.
///
/// # Errors
/// No service that runs, or one that cannot be stopped (another user's, for instance).
pub fn stop(dir: &Path) -> Outcome {
    let cannot = |reason| Failure::new("can't stop backup_service", reason);
    let mut services = find::orphans(dir).map_err(cannot)?;
    services.extend(find::serving(dir).map_err(cannot)?);
    if services.is_empty() {
        return Err(Failure::new(
            "backup_service not running",
            "backup_manager start runs it",
        ));
    }
    for pid in services {
        kill::end(pid, kill::PATIENCE).map_err(cannot)?;
    }
    Ok(Done::new("backup_service stopped"))
}
