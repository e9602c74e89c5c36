//! The start handshake: the service tells `start` that it is ready, or why it cannot start. Before
//! that, `start` waits until a killed service has released its lock.
//!
//! Exercise, `start-2`, `audit-2`: `start` logs the result, and returns after the backups of this
//! minute.
//! Python: `Popen(..., stdout=PIPE)` and `process.stdout.readline()`, which has no timeout.
//! In production: systemd's `Type=notify` (`sd_notify`).

use std::fs::OpenOptions;
use std::io::{self, BufRead, BufReader, PipeReader};
use std::os::fd::AsFd;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use nix::sys::stat::fstat;
use nix::unistd::{self, Pid};

use super::find::{self, ServiceState};
use crate::escape::escape;
use crate::file_id::FileId;
use crate::layout;
use crate::terminal;
use crate::wait::{self, wait_for};

/// The line that a service prints on its standard output after its first check.
const READY: &str = "ready";

/// The answer of a service that was started.
#[derive(Debug, PartialEq, Eq)]
pub enum Startup {
    /// It has finished its first check.
    Ready,
    /// It has ended, with this reason.
    Failed(String),
    /// It has ended without a reason.
    Ended,
    /// It has not printed a line yet.
    TimedOut,
}

/// Reads the answer of the service from its standard output, for at most `timeout`.
///
/// # Errors
/// If no thread can be started.
pub fn wait_for_startup(pipe: PipeReader, timeout: Duration) -> io::Result<Startup> {
    let (sender, receiver) = mpsc::channel();
    // `read` has no timeout, but `recv_timeout` has. So a thread reads, and sends us the line.
    thread::Builder::new().spawn(move || {
        let mut line = Vec::new();
        let _ = BufReader::new(pipe).read_until(b'\n', &mut line);
        let _ = sender.send(line);
    })?;
    let before_notice = timeout.min(wait::NOTICE_AFTER);
    let answer = receiver.recv_timeout(before_notice).or_else(|_| {
        if timeout > before_notice {
            wait::notify("the first check of backup_service, with the backups of this minute");
        }
        receiver.recv_timeout(timeout - before_notice)
    });
    let Ok(line) = answer else {
        return Ok(Startup::TimedOut);
    };
    Ok(match String::from_utf8_lossy(&line).trim_end() {
        READY => Startup::Ready,
        "" => Startup::Ended,
        reason => Startup::Failed(reason.to_owned()),
    })
}

/// Waits while a killed service is [`Ending`](ServiceState::Ending), then returns the state of the
/// service of `dir`.
///
/// # Errors
/// As [`find::service_state`], or `TimedOut` if the service has not ended after 30 seconds.
pub fn wait_for_service_state(dir: &Path) -> io::Result<ServiceState> {
    let event = "a killed backup_service to release its lock";
    wait_for(event, wait::TIMEOUT, || {
        let state = find::service_state(dir)?;
        let is_ending = matches!(state, ServiceState::Ending(_));
        Ok((!is_ending).then_some(state))
    })
}

/// The process id of the service of `dir`; `None` if none runs. Waits while a killed one is ending.
///
/// # Errors
/// As [`wait_for_service_state`].
pub fn running_service(dir: &Path) -> io::Result<Option<Pid>> {
    Ok(match wait_for_service_state(dir)? {
        ServiceState::Running(process) => Some(process.pid),
        ServiceState::Hidden(pid, _) => Some(pid),
        ServiceState::NotRunning | ServiceState::Ending(_) => None,
    })
}

/// For the service: prints `ready` after the first check, then closes standard output.
pub fn report_ready() {
    let _ = terminal::print_to_stdout(&format!("{READY}\n"));
    close_stdout();
}

/// For the service of `dir`: reports why it ends, to `start` if that runs it, else to the user.
pub fn report_failure(dir: &Path, reason: &str) {
    if is_started_by_manager(dir) {
        let _ = terminal::print_to_stdout(&format!("{}\n", escape(reason)));
    } else {
        terminal::print_to_stderr(reason);
    }
}

/// For the service of `dir`: warns the user who started it by hand. `start` warns by itself.
pub fn report_warning(dir: &Path, warning: &str) {
    if !is_started_by_manager(dir) {
        terminal::print_to_stderr(&format!("warning: {warning}"));
    }
}

/// Whether `start` runs this service: then its standard error is the service's log.
fn is_started_by_manager(dir: &Path) -> bool {
    let log = dir.join(layout::LOGS).join(layout::SERVICE_LOG);
    let stderr = fstat(io::stderr().as_fd()).map(|stat| FileId::from(&stat));
    FileId::of_path(&log).is_ok_and(|log| stderr == Ok(log))
}

/// Replaces standard output with `/dev/null`. `start` has a pipe there, and the reader of a pipe
/// sees EOF only when every copy of its writing end is closed.
fn close_stdout() {
    let _ = OpenOptions::new()
        .write(true)
        .open("/dev/null")
        .map(unistd::dup2_stdout);
}
