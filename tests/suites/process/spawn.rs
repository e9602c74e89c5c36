//! What `process/spawn.rs` must do.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::path::Path;

use nix::fcntl::{FcntlArg, fcntl};
use nix::sys::signal::{SIGKILL, kill};
use nix::sys::wait::waitpid;
use nix::unistd::getsid;

use super::subject::spawn;

/// What a shell's `script`, spawned, writes on its standard output.
fn output_of(script: &str) -> String {
    let (mut reader, writer) = io::pipe().unwrap();
    let null = File::open("/dev/null").unwrap();
    let arguments = ["-c", script, "name", "an argument"].map(OsStr::new);
    let pid = spawn(
        Path::new("/bin/sh"),
        &arguments,
        writer.as_fd(),
        null.as_fd(),
    )
    .unwrap();
    drop(writer);
    let mut output = String::new();
    reader.read_to_string(&mut output).unwrap();
    waitpid(pid, None).unwrap();
    output
}

#[test]
fn a_program_gets_its_arguments_its_environment_and_its_directory() {
    assert_eq!(output_of("echo \"$1\""), "an argument\n");
    assert_eq!(output_of("echo \"$CARGO_PKG_NAME\""), "backup-manager\n");
    let here = std::env::current_dir().unwrap();
    assert_eq!(output_of("pwd -P"), format!("{}\n", here.display()));
}

#[test]
fn it_leads_a_session_of_its_own() {
    let null = File::open("/dev/null").unwrap();
    let arguments = [OsStr::new("600")];
    let pid = spawn(
        Path::new("/bin/sleep"),
        &arguments,
        null.as_fd(),
        null.as_fd(),
    )
    .unwrap();
    let session = getsid(Some(pid));
    kill(pid, SIGKILL).unwrap();
    waitpid(pid, None).unwrap();
    assert_eq!(session, Ok(pid));
}

#[test]
fn its_standard_input_is_empty() {
    assert_eq!(output_of("cat; echo end"), "end\n");
}

#[test]
fn it_inherits_no_other_open_file() {
    let null = File::open("/dev/null").unwrap();
    // Unlike every file that Rust opens, this duplicate is one that programs inherit.
    let inherited = fcntl(&null, FcntlArg::F_DUPFD(40)).unwrap();
    let is_open = format!("test -e /dev/fd/{inherited} && echo open || echo closed");
    assert_eq!(output_of(&is_open), "closed\n");
}

#[test]
fn a_program_that_is_not_there_is_an_error() {
    let null = File::open("/dev/null").unwrap();
    let error = spawn(
        Path::new("/no/such/program"),
        &[],
        null.as_fd(),
        null.as_fd(),
    )
    .unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::NotFound);
}
