//! Caught by `spawn_does_not_wait_for_the_program`: it waits, as `subprocess.run` does.
//! Also fails: `no_other_file_is_inherited`, `program_leads_a_session_of_its_own`.
//! Question: when does `backup_service` end?

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
