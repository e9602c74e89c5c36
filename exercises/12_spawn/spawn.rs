//! Exercise 12: starting a program that lives on by itself.

use std::ffi::OsStr;
use std::io;
use std::os::fd::BorrowedFd;
use std::path::Path;

use nix::unistd::Pid;

/// Starts `program` with `arguments` in a session of its own, with this environment and
/// directory, an empty standard input, and the two outputs given. It inherits no other open file.
/// Returns its process id.
///
/// # Errors
/// Why the system cannot run it (no such file, no permission, no executable, no memory).
pub fn spawn(
    program: &Path,
    arguments: &[&OsStr],
    stdout: BorrowedFd,
    stderr: BorrowedFd,
) -> io::Result<Pid> {
    todo!("exercise 12: {program:?} with {arguments:?}, its outputs to {stdout:?} and {stderr:?}")
}
