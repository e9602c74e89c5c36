//! What `process/kill.rs` must do. Whatever `end` does, what a test has started ends with it.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use backup::process::table;
use nix::sys::signal::Signal;
use nix::unistd::Pid;

use super::subject::{PATIENCE, end};
use crate::support::running::{self, Running};

/// Far more than a process needs that does what it is asked.
const A_WHILE: Duration = Duration::from_secs(3);

/// A shell that runs `script`, and the first line that it prints.
fn shell(script: &str) -> (Running, String) {
    let mut shell = Running::new(
        Command::new("sh")
            .args(["-c", script])
            .stdin(Stdio::null())
            .stdout(Stdio::piped()),
    );
    let line = shell.first_line();
    (shell, line)
}

/// SIGTERM does it: the process had the chance to end by itself, at once, and took it.
#[test]
fn a_process_is_asked_to_end_and_gone_on_return() {
    let (mut process, _) = shell("echo ready; exec sleep 600");
    let since = Instant::now();
    end(process.pid(), A_WHILE).unwrap();
    assert!(!process.is_alive(), "it still runs");
    assert!(since.elapsed() < A_WHILE, "it was gone long ago");
    let signal = process.status().signal();
    assert_eq!(signal, Some(Signal::SIGTERM as i32));
}

/// This one has something to put in order first, and ends by its own will.
#[test]
fn one_that_takes_a_moment_is_waited_for_and_not_killed() {
    let (mut process, _) =
        shell("trap 'sleep 0.3; exit 7' TERM; echo ready; while :; do sleep 0.05; done");
    end(process.pid(), A_WHILE).unwrap();
    assert!(!process.is_alive(), "it still runs");
    assert_eq!(process.status().code(), Some(7));
}

/// It ignores SIGTERM. Nobody ignores SIGKILL.
#[test]
fn one_that_does_not_answer_is_killed() {
    let (mut process, _) = shell("trap '' TERM; echo ready; exec sleep 600");
    end(process.pid(), Duration::from_millis(500)).unwrap();
    assert!(!process.is_alive(), "it still runs");
    let signal = process.status().signal();
    assert_eq!(signal, Some(Signal::SIGKILL as i32));
}

/// The service is a child of nobody here: `waitpid` knows nothing of it.
#[test]
fn one_that_somebody_else_has_started_is_waited_for_too() {
    let (_parent, pid) = shell("sleep 600 & echo $!; wait");
    let pid = Pid::from_raw(pid.trim().parse().unwrap());
    end(pid, A_WHILE).unwrap();
    assert_eq!(table::get(pid).unwrap(), None);
}

/// A zombie has ended; that its parent has not noticed is not its fault. It still has its number,
/// and accepts every signal.
#[test]
fn a_zombie_is_gone() {
    let (mut process, _) = shell("echo ready");
    let pid = process.pid();
    running::until("it is a zombie", || table::get(pid).unwrap().is_none());
    end(pid, Duration::from_millis(50)).unwrap();
    assert!(!process.is_alive());
}

/// Then what was asked for is so.
#[test]
fn one_that_is_gone_already_needs_nothing() {
    let (process, _) = shell("echo ready");
    let pid = process.pid();
    process.status();
    end(pid, PATIENCE).unwrap();
}
