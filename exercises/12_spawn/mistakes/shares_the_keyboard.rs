//! Caught by `its_standard_input_is_empty`: the program inherits standard input.
//! Also fails: `it_inherits_no_other_open_file`, `it_leads_a_session_of_its_own`.
//! Question: who reads what is typed next in the terminal?

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
