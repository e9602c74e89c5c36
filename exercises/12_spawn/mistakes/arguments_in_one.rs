//! Caught by `program_gets_arguments_environment_and_directory`: it joins the arguments, as a shell command line does.
//! Also fails: `no_other_file_is_inherited`, `outputs_are_the_files_given`,
//! `program_leads_a_session_of_its_own`, `standard_input_is_empty`.
//! Question: which character separates two arguments of `posix_spawn`?

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
    let all = arguments.join(OsStr::new(" "));
    backup::process::spawn::spawn(program, &[&all], stdout, stderr)
}
