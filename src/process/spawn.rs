//! Starting a program that lives on by itself.
//!
//! Serves *run `backup_service.py` in the background*, and the hint of
//! `subprocess.Popen(..., start_new_session=True)`: a new session (`setsid`) has no terminal, so
//! that neither Ctrl-C nor the end of the terminal reaches the program. And it inherits no open
//! file but the three it is given: `out=$(backup_manager start)` waits until every copy of the
//! pipe's writing end is closed, and a service that kept one would make it wait for ever.
//!
//! In production: `systemd-run`, a unit file, or launchd; they start, watch and restart.

use std::env;
use std::ffi::{CString, OsStr};
use std::fs::{self, File};
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use nix::libc::c_int;
use nix::spawn::{PosixSpawnAttr, PosixSpawnFileActions, PosixSpawnFlags, posix_spawn};
use nix::unistd::Pid;

/// `POSIX_SPAWN_SETSID` of `<spawn.h>`, which nix does not name.
const NEW_SESSION: c_int = if cfg!(target_vendor = "apple") {
    0x400
} else {
    0x80
};

/// Starts `program` with `arguments` in a session of its own, with this environment and
/// directory, an empty standard input, and the two outputs given. Returns its process id.
///
/// # Errors
/// Why the system cannot run it (no such file, no permission, no executable, no memory).
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
    for inherited in open_descriptors()?.into_iter().filter(|&fd| fd > 2) {
        files.add_close(inherited)?;
    }
    let mut attributes = PosixSpawnAttr::init()?;
    attributes.set_flags(PosixSpawnFlags::from_bits_retain(NEW_SESSION))?;
    let mut argv = vec![c_string(program.as_os_str())?];
    for argument in arguments {
        argv.push(c_string(argument)?);
    }
    Ok(posix_spawn(
        program,
        &files,
        &attributes,
        &argv,
        &environment()?,
    )?)
}

/// The numbers of this process's open files.
fn open_descriptors() -> io::Result<Vec<RawFd>> {
    let mut descriptors = Vec::new();
    for entry in fs::read_dir("/dev/fd")? {
        descriptors.extend(
            entry?
                .file_name()
                .to_str()
                .and_then(|name| name.parse::<RawFd>().ok()),
        );
    }
    // One of them was the listing itself, and is closed by now.
    descriptors.retain(|fd| {
        Path::new(&format!("/dev/fd/{fd}"))
            .symlink_metadata()
            .is_ok()
    });
    Ok(descriptors)
}

/// This process's environment, as `execve` takes it: `NAME=value`.
fn environment() -> io::Result<Vec<CString>> {
    env::vars_os()
        .map(|(name, value)| {
            let mut entry = name;
            entry.push("=");
            entry.push(value);
            c_string(&entry)
        })
        .collect()
}

fn c_string(text: &OsStr) -> io::Result<CString> {
    Ok(CString::new(text.as_bytes())?)
}
