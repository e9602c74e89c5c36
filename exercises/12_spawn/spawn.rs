//! Task 12: starting a program that keeps running after we have ended.

use std::ffi::OsStr;
use std::io;
use std::os::fd::BorrowedFd;
use std::path::Path;

use nix::unistd::Pid;

/// Starts `program` with `arguments` in a session of its own. It inherits the environment and the
/// current directory, and no other open file; its standard input is empty, and its two outputs are
/// the files given. Returns its process id.
///
/// # Errors
/// If the system cannot run the program: for example, it does not exist or is not executable.
pub fn spawn(
    program: &Path,
    arguments: &[&OsStr],
    stdout: BorrowedFd,
    stderr: BorrowedFd,
) -> io::Result<Pid> {
    todo!("task 12: {program:?} with {arguments:?}, its outputs to {stdout:?} and {stderr:?}")
}
