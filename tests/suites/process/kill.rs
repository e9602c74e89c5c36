//! What `process/kill.rs` must do.

use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use nix::sys::signal::Signal;
use nix::unistd::Pid;

use super::subject::{PATIENCE, end};

/// A process that does not outlive its test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A shell that has run `script`, and sleeps.
fn running(script: &str) -> (Running, Pid) {
    let script = format!("{script}; echo ready; exec sleep 600");
    let mut child = Command::new("sh")
        .args(["-c", &script])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut [0; 6])
        .unwrap();
    let pid = Pid::from_raw(child.id().cast_signed());
    (Running(child), pid)
}

#[test]
fn a_process_is_asked_to_end_and_gone_on_return() {
    let (mut child, pid) = running(":");
    // The child is a zombie then, since this test has not waited for it: that is gone.
    end(pid, PATIENCE).unwrap();
    let status = child.0.try_wait().unwrap().expect("it still runs");
    assert_eq!(status.signal(), Some(Signal::SIGTERM as i32));
}

#[test]
fn one_that_does_not_answer_is_killed() {
    let (mut child, pid) = running("trap '' TERM");
    end(pid, Duration::from_millis(50)).unwrap();
    assert_eq!(
        child.0.wait().unwrap().signal(),
        Some(Signal::SIGKILL as i32)
    );
}

#[test]
fn one_that_is_gone_already_needs_nothing() {
    let (mut child, pid) = running(":");
    child.0.kill().unwrap();
    child.0.wait().unwrap();
    end(pid, PATIENCE).unwrap();
}
