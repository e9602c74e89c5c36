//! Caught by `a_program_that_is_not_there_or_cannot_be_run_is_an_error`: a missing program is no error, since setsid(1) itself starts.
//! Also fails: `it_inherits_no_other_open_file`.
//! Sometimes fails: `it_leads_a_session_of_its_own`.
//! Question: whose failure does `spawn` report?

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
    let child = Command::new("setsid")
        .arg(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(stdout.try_clone_to_owned()?)
        .stderr(stderr.try_clone_to_owned()?)
        .spawn()?;
    Ok(Pid::from_raw(child.id().cast_signed()))
}
