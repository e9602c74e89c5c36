//! Caught by `outputs_are_the_files_given`: it exchanges standard output and standard error.
//! Also fails: `no_other_file_is_inherited`, `program_gets_arguments_environment_and_directory`,
//! `program_leads_a_session_of_its_own`, `standard_input_is_empty`.
//! Question: which number has standard error?

use std::ffi::OsStr;
use std::io;
use std::os::fd::BorrowedFd;
use std::path::Path;

use nix::unistd::Pid;

pub fn spawn(
    program: &Path,
    arguments: &[&OsStr],
    stdout: BorrowedFd,
    stderr: BorrowedFd,
) -> io::Result<Pid> {
    backup::process::spawn::spawn(program, arguments, stderr, stdout)
}
