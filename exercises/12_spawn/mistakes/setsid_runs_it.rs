//! Caught by `program_that_cannot_be_run_is_an_error`: the program `setsid` can be run, so there is no error.
//! Also fails: `no_other_file_is_inherited`.
//! Sometimes fails: `program_leads_a_session_of_its_own`.
//! Question: which program has the error if `setsid` runs yours?

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
