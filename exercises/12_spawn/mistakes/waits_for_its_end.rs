//! Caught by `it_lives_on_by_itself`: `start` waits for the service to end.
//! Also fails: `it_inherits_no_other_open_file`, `it_leads_a_session_of_its_own`.
//! Question: what is the difference between `status` and `spawn`?

use std::ffi::OsStr;
use std::io;
use std::os::fd::BorrowedFd;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::unistd::Pid;

pub fn spawn(
    program: &Path,
    arguments: &[&OsStr],
    stdout: BorrowedFd,
    stderr: BorrowedFd,
) -> io::Result<Pid> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(stdout.try_clone_to_owned()?)
        .stderr(stderr.try_clone_to_owned()?)
        .spawn()?;
    child.wait()?;
    Ok(Pid::from_raw(child.id().cast_signed()))
}
