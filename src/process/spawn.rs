//! Starts a program that keeps running after we have ended.
//!
//! Exercise, `start-3`, `audit-1`: the program gets a session of its own, and `ps` shows it. A new
//! session (`setsid`) has no terminal, so neither Ctrl-C nor closing the terminal reaches the
//! program.
//! Python: `subprocess.Popen` with `start_new_session=True`. `Popen` also closes every descriptor
//! above 2. We do the same: `out=$(backup_manager start)` waits until every copy of the pipe's
//! writing end is closed.
//! In production: `systemd-run`, a unit file, or launchd; they start, watch and restart programs.

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

/// `POSIX_SPAWN_SETSID` of `<spawn.h>`, for which nix has no name.
const NEW_SESSION: c_int = if cfg!(target_vendor = "apple") {
    0x400
} else {
    0x80
};

/// Starts `program` with `arguments` in a session of its own. It inherits the environment and the
/// current directory; its standard input is empty, and its two outputs are the files given. Returns
/// its process id.
///
/// # Errors
/// If the system cannot run the program: for example, it does not exist or is not executable.
pub fn spawn(
    program: &Path,
    arguments: &[&OsStr],
    stdout: BorrowedFd,
    stderr: BorrowedFd,
) -> io::Result<Pid> {
    let null = File::open("/dev/null")?;
    // The new process does this, in this order, before it runs the program.
    let mut files = PosixSpawnFileActions::init()?;
    files.add_dup2(null.as_raw_fd(), 0)?;
    files.add_dup2(stdout.as_raw_fd(), 1)?;
    files.add_dup2(stderr.as_raw_fd(), 2)?;
    for inherited in open_descriptors()?.into_iter().filter(|&fd| fd > 2) {
        files.add_close(inherited)?;
    }
    let mut attributes = PosixSpawnAttr::init()?;
    attributes.set_flags(PosixSpawnFlags::from_bits_retain(NEW_SESSION))?;
    // By convention the first argument is the program itself.
    let argv = [&[program.as_os_str()], arguments].concat();
    let argv: Vec<CString> = argv.into_iter().map(c_string).collect::<io::Result<_>>()?;
    let environment = environment()?;
    Ok(posix_spawn(
        program,
        &files,
        &attributes,
        &argv,
        &environment,
    )?)
}

/// The descriptors that this process has open.
fn open_descriptors() -> io::Result<Vec<RawFd>> {
    let mut descriptors = Vec::new();
    for entry in fs::read_dir("/dev/fd")? {
        let name = entry?.file_name();
        descriptors.extend(name.to_str().and_then(|name| name.parse::<RawFd>().ok()));
    }
    // One of them was the directory `/dev/fd` itself, which is closed by now.
    descriptors.retain(|fd| fs::symlink_metadata(format!("/dev/fd/{fd}")).is_ok());
    Ok(descriptors)
}

/// The environment of this process in the form that `execve` takes: `NAME=value`.
fn environment() -> io::Result<Vec<CString>> {
    env::vars_os()
        .map(|(name, value)| c_string(&[name, value].join(OsStr::new("="))))
        .collect()
}

/// A C string: the bytes of `text`, then a zero byte. If `text` contains a zero byte, that is an
/// error.
fn c_string(text: &OsStr) -> io::Result<CString> {
    Ok(CString::new(text.as_bytes())?)
}
