//! The rules for `process/spawn.rs`, tested on programs that end after a few seconds.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::Path;

use nix::fcntl::{FcntlArg, fcntl};
use nix::sys::signal::{SIGKILL, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{Pid, dup2_stdin, getsid};

use super::subject::spawn;
use crate::support::running::promptly;

/// A program that was spawned. It is killed when this value is dropped.
struct Spawned(Pid);

impl Spawned {
    /// A shell that runs `script`, with an argument.
    fn shell(script: &str, stdout: BorrowedFd, stderr: BorrowedFd) -> Spawned {
        let arguments = ["-c", script, "name", "an argument"].map(OsStr::new);
        Spawned(spawn(Path::new("/bin/sh"), &arguments, stdout, stderr).unwrap())
    }

    /// A program that runs for a few seconds.
    fn sleep() -> Spawned {
        let null = null();
        let program = Path::new("/bin/sleep");
        Spawned(spawn(program, &["5".as_ref()], null.as_fd(), null.as_fd()).unwrap())
    }

    /// Whether it runs, as a child of this process.
    fn is_alive(&self) -> bool {
        // `waitpid` takes 0 and negative numbers for process groups.
        let is_one = self.0.as_raw() > 0;
        is_one && waitpid(self.0, Some(WaitPidFlag::WNOHANG)) == Ok(WaitStatus::StillAlive)
    }
}

impl Drop for Spawned {
    fn drop(&mut self) {
        // A wrong `spawn` may return the id of any process. Kill only our own child.
        if self.is_alive() {
            let _ = kill(self.0, SIGKILL);
            let _ = waitpid(self.0, None);
        }
    }
}

fn null() -> File {
    File::open("/dev/null").unwrap()
}

/// Spawns a shell with `script`. Returns its standard output, and the id that `spawn` returned.
fn output_and_id_of(script: &str) -> (String, Pid) {
    let (reader, writer) = io::pipe().unwrap();
    let shell = Spawned::shell(script, writer.as_fd(), null().as_fd());
    drop(writer);
    // The pipe must be closed when the program ends.
    let output = promptly(move || io::read_to_string(reader).unwrap());
    (output, shell.0)
}

fn output_of(script: &str) -> String {
    output_and_id_of(script).0
}

/// An argument with a space is one argument.
#[test]
fn program_gets_arguments_environment_and_directory() {
    let here = std::env::current_dir().unwrap();
    for (script, expected) in [
        ("echo \"$1\"", "an argument\n".to_owned()),
        ("echo \"$CARGO_PKG_NAME\"", "backup-manager\n".to_owned()),
        ("pwd -P", format!("{}\n", here.display())),
    ] {
        let actual = output_of(script);
        assert_eq!(actual, expected, "output of `{script}` in the new program");
    }
}

#[test]
fn spawn_does_not_wait_for_the_program() {
    let is_alive = Spawned::sleep().is_alive();
    assert!(is_alive, "spawn must return while the program runs");
}

/// A process group is not enough: its members still have the terminal. `$$` is the shell's own
/// process id.
#[test]
fn program_leads_a_session_of_its_own() {
    let (output, pid) = output_and_id_of("echo $$");
    let expected = format!("{pid}\n");
    assert_eq!(output, expected, "the id that spawn returned");
    let program = Spawned::sleep();
    let session = getsid(Some(program.0));
    assert_eq!(session, Ok(program.0), "the id of its session");
}

#[test]
fn standard_input_is_empty() {
    let before = io::stdin().as_fd().try_clone_to_owned().unwrap();
    let (reader, mut writer) = io::pipe().unwrap();
    writer.write_all(b"our own input\n").unwrap();
    dup2_stdin(reader).unwrap();
    let output = output_of("cat; echo end");
    dup2_stdin(before).unwrap();
    assert_eq!(output, "end\n", "the program must not read our input");
}

#[test]
fn outputs_are_the_files_given() {
    let (stdout, out) = io::pipe().unwrap();
    let (stderr, err) = io::pipe().unwrap();
    let _shell = Spawned::shell("echo out; echo err >&2", out.as_fd(), err.as_fd());
    drop((out, err));
    let [stdout, stderr] =
        [stdout, stderr].map(|pipe| promptly(move || io::read_to_string(pipe).unwrap()));
    assert_eq!(stdout, "out\n", "standard output must be the first file");
    assert_eq!(stderr, "err\n", "standard error must be the second file");
}

/// Rust opens files so that they are not inherited. Other programs do not, and a pipe that is kept
/// open keeps its reader waiting.
#[test]
fn no_other_file_is_inherited() {
    let null = null();
    // Unlike a file that Rust opens, this duplicate is inherited.
    let inherited = fcntl(&null, FcntlArg::F_DUPFD(40)).unwrap();
    let script = format!("test -e /dev/fd/{inherited} && echo open || echo closed");
    let output = output_of(&script);
    assert_eq!(output, "closed\n", "descriptor {inherited}");
}

#[test]
fn program_that_cannot_be_run_is_an_error() {
    for (program, expected) in [
        ("/no/such/program", io::ErrorKind::NotFound),
        ("/dev/null", io::ErrorKind::PermissionDenied),
    ] {
        let null = null();
        let spawned = spawn(Path::new(program), &[], null.as_fd(), null.as_fd()).map(Spawned);
        let actual = spawned.map(|it| it.0).map_err(|error| error.kind());
        assert_eq!(actual, Err(expected), "{program} cannot be run");
    }
}
