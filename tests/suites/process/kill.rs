//! The rules for `process/kill.rs`, tested on real processes, which end with their test.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use backup::process::table::{self, Process};
use nix::sys::signal::Signal;
use nix::unistd::Pid;

use super::subject::{STOP_TIMEOUT, terminate};
use crate::support::running::{self, Running};

/// Far longer than a process takes that ends on SIGTERM.
const A_WHILE: Duration = Duration::from_secs(3);

/// Runs `script` in a shell, and waits for the line that it prints. Returns the shell, its entry in
/// the process list, and the line.
fn shell(script: &str) -> (Running, Process, String) {
    let mut shell = Running::new(
        Command::new("sh")
            .args(["-c", script])
            .stdin(Stdio::null())
            .stdout(Stdio::piped()),
    );
    let process = table::get(shell.pid()).unwrap().expect("the shell runs");
    let line = shell.first_line();
    (shell, process, line)
}

/// Terminates `process`, which must succeed.
#[track_caller]
fn terminate_ok(process: &Process, timeout: Duration) {
    if let Err(error) = terminate(process, timeout) {
        panic!("terminate must return Ok when the process has ended, but: {error}");
    }
}

/// Terminates a shell that runs `script`, which must have ended on return. Returns its exit status.
#[track_caller]
fn terminate_shell(script: &str, timeout: Duration) -> ExitStatus {
    let (mut shell, process, _) = shell(script);
    terminate_ok(&process, timeout);
    let has_ended = !shell.is_alive();
    assert!(has_ended, "terminate must wait until the process has ended");
    shell.status()
}

#[test]
fn process_gets_sigterm_and_has_ended_on_return() {
    let start = Instant::now();
    let status = terminate_shell("echo ready; exec sleep 600", A_WHILE);
    let waited = start.elapsed();
    assert!(waited < A_WHILE, "terminate took {waited:?}");
    let sigterm = Some(Signal::SIGTERM as i32);
    assert_eq!(status.signal(), sigterm, "SIGTERM must come first");
}

/// It cleans up first, and then exits by itself with status 7.
#[test]
fn process_that_needs_a_moment_is_not_killed() {
    let script = "trap 'sleep 0.3; exit 7' TERM; echo ready; while :; do sleep 0.05; done";
    let status = terminate_shell(script, A_WHILE);
    assert_eq!(status.code(), Some(7), "it must have the time to exit");
}

#[test]
fn process_that_ignores_sigterm_is_killed() {
    let script = "trap '' TERM; echo ready; exec sleep 600";
    let status = terminate_shell(script, Duration::from_millis(100));
    let sigkill = Some(Signal::SIGKILL as i32);
    assert_eq!(status.signal(), sigkill, "after the timeout");
}

/// The service is not a child of `stop`, so `waitpid` does not help.
#[test]
fn process_of_another_parent_is_waited_for() {
    let (_parent, _, line) = shell("sleep 600 & echo $!; wait");
    let pid = Pid::from_raw(line.trim().parse().unwrap());
    let process = table::get(pid).unwrap().expect("sleep runs");
    terminate_ok(&process, A_WHILE);
    let found = table::get(pid).unwrap();
    assert_eq!(found, None, "terminate must wait until it has ended");
}

/// A zombie has ended, but still accepts signals until its parent has read its exit status.
#[test]
fn zombie_has_ended() {
    let (zombie, process, _) = shell("echo ready; exec sleep 600");
    zombie.send(Signal::SIGKILL);
    running::until("it is a zombie", || {
        table::get(process.pid).unwrap().is_none()
    });
    terminate_ok(&process, Duration::from_millis(50));
}

#[test]
fn process_that_has_ended_is_no_error() {
    let (shell, process, _) = shell("echo ready; exec sleep 600");
    shell.send(Signal::SIGKILL);
    shell.status();
    terminate_ok(&process, STOP_TIMEOUT);
}

/// The process that we found has ended, and the system has given its process id to another one,
/// which was started at another time.
#[test]
fn another_process_with_the_same_process_id_gets_no_signal() {
    let (shell, process, _) = shell("echo ready; exec sleep 600");
    let found = Process {
        started: "long ago".to_owned(),
        ..process
    };
    terminate_ok(&found, A_WHILE);
    // A signal that `terminate` has sent would end the process before this one, whose number is higher.
    shell.send(Signal::SIGVTALRM);
    let signal = shell.status().signal();
    let ours = Some(Signal::SIGVTALRM as i32);
    assert_eq!(signal, ours, "it was started at another time");
}
