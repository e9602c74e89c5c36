//! Serves *`start`: run `backup_service.py` in the background*.

use std::env;
use std::io::{self, PipeReader, Read};
use std::os::fd::AsFd;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::unistd::Pid;

use crate::layout;
use crate::log_file;
use crate::outcome::{Done, Failure, Outcome};
use crate::process::{find, kill, spawn};
use crate::service::READY;

/// How long `start` waits for the first check; then it returns, and the service goes on alone.
const PATIENCE: Duration = Duration::from_secs(10);

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
    let first_words = first_line(pipe).map_err(cannot)?;
    let serving = find::serving(dir).map_err(cannot)?;
    // It is up; or the time is up, and it is still at its first check, with the lock in its hands.
    if first_words == READY || serving == Some(pid) {
        return Ok(Done::new("backup_service started"));
    }
    Err(match serving {
        // The service of another `start` was faster.
        Some(other) => already_running(other),
        None if first_words.is_empty() => cannot(io::Error::other(format!(
            "it ended, or was stuck, before it was ready; see {}/{}",
            layout::LOGS,
            layout::SERVICE_LOG
        ))),
        None => cannot(io::Error::other(first_words)),
    })
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

/// The first line that comes through `pipe`, without its newline; as much of it as came if the
/// writer ends or the time is up.
fn first_line(mut pipe: PipeReader) -> io::Result<String> {
    let deadline = Instant::now() + PATIENCE;
    let mut line = Vec::new();
    let mut byte = [0];
    while is_readable(&pipe, deadline)? && pipe.read(&mut byte)? == 1 && byte != *b"\n" {
        line.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&line).into_owned())
}

/// Waits until there is something to read, or its end; `false` if there is not before `deadline`.
fn is_readable(pipe: &PipeReader, deadline: Instant) -> io::Result<bool> {
    let left = deadline.saturating_duration_since(Instant::now());
    let timeout = PollTimeout::try_from(left).unwrap_or(PollTimeout::MAX);
    let readable = poll(&mut [PollFd::new(pipe.as_fd(), PollFlags::POLLIN)], timeout)?;
    Ok(readable > 0)
}
