//! Starts the service in the background.
//!
//! Exercise, `start-1`, `start-2`: run `backup_service`, and log whether it was started.
//! In production: `systemctl start`.

use std::env;
use std::fmt::Display;
use std::io::{self, PipeReader};
use std::os::fd::AsFd;
use std::path::Path;
use std::time::Duration;

use chrono::Local;
use nix::unistd::Pid;

use crate::clock;
use crate::layout;
use crate::log_file;
use crate::outcome::{Done, Failure, Outcome};
use crate::process::find;
use crate::process::kill::{self, terminate};
use crate::process::ready::{self, Startup};
use crate::process::{spawn, table};
use crate::time_zone;

/// How long `start` waits for the first check of the service. After that `start` returns, and the
/// check continues.
const READY_TIMEOUT: Duration = Duration::from_secs(10);

/// Starts the service of `dir`, and returns when the service has made the backups of this minute,
/// or after 10 seconds. If the lock file of a running service was removed or moved, usually with
/// `logs`, terminates that service first: there is one service per directory.
///
/// # Errors
/// If a service runs already, or the new one cannot start. In the second case no process is left.
pub fn start(dir: &Path) -> Outcome {
    if let Some(pid) = ready::running_service(dir).map_err(cannot_start)? {
        return Err(already_running(pid));
    }
    for process in find::services_with_stale_lock(dir).map_err(cannot_start)? {
        terminate(&process, kill::STOP_TIMEOUT).map_err(cannot_start)?;
    }
    let (pid, pipe) = spawn_service(dir).map_err(cannot_start)?;
    wait_until_ready(dir, pid, pipe).or_else(|failure| {
        if let Some(process) = table::get(pid).map_err(cannot_start)? {
            terminate(&process, kill::STOP_TIMEOUT).map_err(cannot_start)?;
        }
        Err(failure)
    })
}

/// Starts the service, a program in the same directory as this one. Its standard output is a pipe,
/// on which it says when it is ready. Its standard error is its log, so that a panic is logged. Our
/// copy of the pipe's writing end is closed on return: then the reader sees EOF if the service ends.
fn spawn_service(dir: &Path) -> io::Result<(Pid, PipeReader)> {
    let program = env::current_exe()?.with_file_name(layout::SERVICE);
    let log = log_file::open(dir, layout::SERVICE_LOG)?;
    let (reader, writer) = io::pipe()?;
    let pid = spawn::spawn(&program, &[dir.as_os_str()], writer.as_fd(), log.as_fd())
        .map_err(|error| io::Error::other(format!("{}: {error}", program.display())))?;
    Ok((pid, reader))
}

/// Waits until the service `pid` of `dir` is ready, or has failed.
fn wait_until_ready(dir: &Path, pid: Pid, pipe: PipeReader) -> Outcome {
    let startup = ready::wait_for_startup(pipe, READY_TIMEOUT).map_err(cannot_start)?;
    if startup == Startup::Ready {
        return Ok(started());
    }
    let owner = ready::running_service(dir).map_err(cannot_start)?;
    match (owner, startup) {
        // Our service holds the lock, and is still running its first check.
        (Some(owner), _) if owner == pid => Ok(started()),
        // Another `start`, at the same time, was faster.
        (Some(owner), _) => Err(already_running(owner)),
        (None, Startup::Failed(reason)) => Err(cannot_start(reason)),
        (None, _) => Err(cannot_start(format!(
            "it ended, or hangs, before it was ready; see {}/{}",
            layout::LOGS,
            layout::SERVICE_LOG
        ))),
    }
}

fn started() -> Done {
    let zone = env::var_os(time_zone::ENV_VAR);
    let zone_warning = time_zone::warning(zone.as_deref(), Local::now());
    Done {
        warnings: clock_warning().into_iter().chain(zone_warning).collect(),
        ..Done::new("backup_service started")
    }
}

/// The warning for a `BACKUP_CLOCK` that is set, perhaps by mistake: the service inherits it.
fn clock_warning() -> Option<String> {
    let clock = env::var_os(clock::ENV_VAR).filter(|value| !value.is_empty())?;
    Some(format!(
        "{}={} is set: the service makes backups by that clock, and none by the real one",
        clock::ENV_VAR,
        clock.to_string_lossy()
    ))
}

fn cannot_start(reason: impl Display) -> Failure {
    Failure::new("can't start backup_service", reason)
}

fn already_running(pid: Pid) -> Failure {
    Failure::new(
        "backup_service already running",
        format!("as process {pid}"),
    )
}
