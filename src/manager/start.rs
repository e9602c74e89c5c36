//! Serves *`start`: run `backup_service.py` in the background*.

use std::env;
use std::io::{self, PipeReader};
use std::os::fd::AsFd;
use std::path::Path;
use std::time::Duration;

use nix::unistd::Pid;

use crate::clock;
use crate::layout;
use crate::log_file;
use crate::outcome::{Done, Failure, Outcome};
use crate::process::ready::{self, Startup};
use crate::process::{find, kill, spawn};

/// How long `start` waits for the first check; then it returns, and the service goes on alone.
const READY_TIMEOUT: Duration = Duration::from_secs(10);

/// Starts the service of `dir`, and returns when it has made the backups of this minute, or after
/// 10 seconds if it is still at it. A service that lost its lock, because `logs` was removed
/// or moved, is ended first: there is one service for a directory.
///
/// # Errors
/// A service that runs already, or one that does not come up: then nothing is left of it.
pub fn start(dir: &Path) -> Outcome {
    if let Some(pid) = find::serving(dir).map_err(cannot)? {
        return Err(already_running(pid));
    }
    for orphan in find::orphans(dir).map_err(cannot)? {
        kill::end(orphan, kill::PATIENCE).map_err(cannot)?;
    }
    let (pid, pipe) = spawn_service(dir).map_err(cannot)?;
    let outcome = come_up(dir, pid, pipe);
    if outcome.is_err() {
        kill::end(pid, kill::PATIENCE).map_err(cannot)?;
    }
    outcome
}

/// Waits for the first words of the service `pid` of `dir`, and says what came of it.
fn come_up(dir: &Path, pid: Pid, pipe: PipeReader) -> Outcome {
    let startup = ready::wait_for_startup(pipe, READY_TIMEOUT).map_err(cannot)?;
    if startup == Startup::Ready {
        return Ok(started());
    }
    match find::serving(dir).map_err(cannot)? {
        // It holds the lock, and is still running its first check.
        Some(serving) if serving == pid => return Ok(started()),
        // The service of another `start` was faster.
        Some(other) => return Err(already_running(other)),
        None => {}
    }
    Err(cannot(io::Error::other(match startup {
        Startup::Failed(reason) => reason,
        _ => format!(
            "it ended, or hangs, before it was ready; see {}/{}",
            layout::LOGS,
            layout::SERVICE_LOG
        ),
    })))
}

fn started() -> Done {
    Done {
        warnings: clock_warning().into_iter().collect(),
        ..Done::new("backup_service started")
    }
}

/// The warning for a `BACKUP_CLOCK` that was left over in the environment.
fn clock_warning() -> Option<String> {
    let clock = env::var_os(clock::ENV_VAR).filter(|value| !value.is_empty())?;
    Some(format!(
        "{}={} is set: the service makes backups by that clock, and none by the real one",
        clock::ENV_VAR,
        clock.to_string_lossy()
    ))
}

fn cannot(reason: io::Error) -> Failure {
    Failure::new("can't start backup_service", reason)
}

fn already_running(pid: Pid) -> Failure {
    Failure::new(
        "backup_service already running",
        format!("as process {pid}"),
    )
}

/// Starts the program beside this one. Its standard output is a pipe, on which it says when it is
/// ready; its standard error is its log, so that not even a panic is lost.
fn spawn_service(dir: &Path) -> io::Result<(Pid, PipeReader)> {
    let program = env::current_exe()?.with_file_name(layout::SERVICE);
    let log = log_file::open(dir, layout::SERVICE_LOG)?;
    let (reader, writer) = io::pipe()?;
    let pid = spawn::spawn(&program, &[dir.as_os_str()], writer.as_fd(), log.as_fd())
        .map_err(|error| io::Error::other(format!("{}: {error}", program.display())))?;
    Ok((pid, reader))
}
