//! Stops the service.
//!
//! Exercise, `stop-1`, `stop-2`: stop the process `backup_service`, and log whether it was stopped.

use std::fmt::Display;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use nix::unistd::Pid;

use crate::file_id::FileId;
use crate::layout;
use crate::outcome::{Done, Failure, Outcome};
use crate::process::find::{self, ServiceState};
use crate::process::kill::{self, terminate};
use crate::process::ready;
use crate::process::table::{self, Process};

/// Stops the service of `dir`, and returns when its process has ended. Also finds a service whose
/// lock file was removed, usually with `logs`.
///
/// # Errors
/// If no service runs, or it cannot be stopped: for example, it belongs to another user.
pub fn stop(dir: &Path) -> Outcome {
    // Search for stale locks first. A service may acquire its lock again between the two searches:
    // in this order we find it twice, in the other order not at all.
    let mut services = find::services_with_stale_lock(dir).map_err(cannot_stop)?;
    match ready::wait_for_service_state(dir).map_err(cannot_stop)? {
        ServiceState::Running(process) => services.push(process),
        // Only a process that the list confirms gets a signal.
        ServiceState::Hidden(_, reason) => return Err(cannot_stop(reason)),
        ServiceState::NotRunning | ServiceState::Ending(_) => {}
    }
    if services.is_empty() {
        if let Some(pid) = possible_service(dir).map_err(cannot_stop)? {
            return Err(cannot_stop(format!(
                "process {pid} may be it, but {}/{} was removed; try again in a minute, \
                 when it has made a new one",
                layout::LOGS,
                layout::LOCK
            )));
        }
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

fn cannot_stop(reason: impl Display) -> Failure {
    Failure::new("can't stop backup_service", reason)
}

/// A process which, by its arguments, serves `dir`. `/proc` does not show its files, which would
/// confirm it: the process belongs to another user, or its program has file capabilities.
fn possible_service(dir: &Path) -> io::Result<Option<Pid>> {
    if !table::has_proc() {
        return Ok(None);
    }
    let this = FileId::of_path(dir)?;
    let is_possible = |process: &Process| {
        let cwd = fs::read_link(format!("/proc/{}/cwd", process.pid));
        let directory = process.arguments.last().map(Path::new);
        process.runs(layout::SERVICE)
            && cwd.is_err_and(|error| error.kind() == ErrorKind::PermissionDenied)
            && directory.and_then(|path| FileId::of_path(path).ok()) == Some(this)
    };
    let found = table::all()?.into_iter().find(is_possible);
    Ok(found.map(|process| process.pid))
}
