//! Caught by `standard_input_is_empty`: the program reads the standard input of the program that starts it.
//! Also fails: `no_other_file_is_inherited`, `program_leads_a_session_of_its_own`.
//! Question: which standard input does a child get if you do not set one?

use std::ffi::OsStr;
use std::io;
use std::os::fd::BorrowedFd;
use std::path::Path;
use std::process::Command;

use nix::unistd::Pid;

pub fn spawn(
    program: &Path,
    arguments: &[&OsStr],
    stdout: BorrowedFd,
    stderr: BorrowedFd,
) -> io::Result<Pid> {
    let child = Command::new(program)
        .args(arguments)
        .stdout(stdout.try_clone_to_owned()?)
        .stderr(stderr.try_clone_to_owned()?)
        .spawn()?;
    Ok(Pid::from_raw(child.id().cast_signed()))
}
