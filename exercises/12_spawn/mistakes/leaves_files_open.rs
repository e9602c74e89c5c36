//! Caught by `no_other_file_is_inherited`: the program inherits every file that we have open by accident.
//! Question: which descriptors does `posix_spawn` pass on?

use std::ffi::{CString, OsStr};
use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use nix::spawn::{PosixSpawnAttr, PosixSpawnFileActions, PosixSpawnFlags, posix_spawn};
use nix::unistd::Pid;

pub fn spawn(
    program: &Path,
    arguments: &[&OsStr],
    stdout: BorrowedFd,
    stderr: BorrowedFd,
) -> io::Result<Pid> {
    let null = File::open("/dev/null")?;
    let mut files = PosixSpawnFileActions::init()?;
    files.add_dup2(null.as_raw_fd(), 0)?;
    files.add_dup2(stdout.as_raw_fd(), 1)?;
    files.add_dup2(stderr.as_raw_fd(), 2)?;
    let new_session = if cfg!(target_os = "macos") {
        0x400
    } else {
        0x80
    };
    let mut how = PosixSpawnAttr::init()?;
    how.set_flags(PosixSpawnFlags::from_bits_retain(new_session))?;
    let mut words = vec![CString::new(program.as_os_str().as_bytes())?];
    for argument in arguments {
        words.push(CString::new(argument.as_bytes())?);
    }
    let mut variables = Vec::new();
    for (name, value) in std::env::vars_os() {
        variables.push(CString::new(
            [name.as_bytes(), value.as_bytes()].join(&b'='),
        )?);
    }
    Ok(posix_spawn(program, &files, &how, &words, &variables)?)
}
