//! What `process/spawn.rs` must do. Whatever `spawn` does, nothing that is started here lives
//! longer than a few seconds.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use nix::fcntl::{FcntlArg, fcntl};
use nix::sys::signal::{SIGKILL, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{Pid, dup2_stdin, getsid};

use super::subject::spawn;

/// How long a program may keep us waiting. Reached only by one that hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// A program that was spawned; when this is dropped, it is ended.
struct Spawned(Pid);

impl Spawned {
    /// A shell that runs `script`, with an argument.
    fn shell(script: &str, stdout: BorrowedFd, stderr: BorrowedFd) -> Spawned {
        let arguments = ["-c", script, "name", "an argument"].map(OsStr::new);
        Spawned(spawn(Path::new("/bin/sh"), &arguments, stdout, stderr).unwrap())
    }

    /// A program that does nothing for a while.
    fn sleep() -> Spawned {
        let null = null();
        let arguments = [OsStr::new("5")];
        let program = Path::new("/bin/sleep");
        Spawned(spawn(program, &arguments, null.as_fd(), null.as_fd()).unwrap())
    }

    /// Whether it runs, as a child of this process.
    fn is_alive(&self) -> bool {
        // Zero and less would stand for groups of processes.
        let is_one = self.0.as_raw() > 0;
        is_one && waitpid(self.0, Some(WaitPidFlag::WNOHANG)) == Ok(WaitStatus::StillAlive)
    }
}

impl Drop for Spawned {
    fn drop(&mut self) {
        // A wrong answer may be the number of any process: only a child of ours is ended.
        if self.is_alive() {
            let _ = kill(self.0, SIGKILL);
            let _ = waitpid(self.0, None);
        }
    }
}

fn null() -> File {
    File::open("/dev/null").unwrap()
}

/// What a shell's `script`, spawned, writes on its standard output, and the id that `spawn` gave.
fn output_and_id_of(script: &str) -> (String, Pid) {
    let (mut reader, writer) = io::pipe().unwrap();
    let shell = Spawned::shell(script, writer.as_fd(), null().as_fd());
    drop(writer);
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut output = String::new();
        let _ = reader.read_to_string(&mut output);
        let _ = sender.send(output);
    });
    let output = receiver.recv_timeout(PATIENCE);
    let output = output.expect("somebody holds the pipe open, or the program does not end");
    (output, shell.0)
}

fn output_of(script: &str) -> String {
    output_and_id_of(script).0
}

/// Another standard input for this process, until it is dropped.
struct Input {
    before: OwnedFd,
}

impl Input {
    fn saying(text: &str) -> Input {
        let before = io::stdin().as_fd().try_clone_to_owned().unwrap();
        let (reader, mut writer) = io::pipe().unwrap();
        writer.write_all(text.as_bytes()).unwrap();
        dup2_stdin(reader).unwrap();
        Input { before }
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        let _ = dup2_stdin(&self.before);
    }
}

/// An argument with a space is one argument; the environment and the directory are the starter's.
#[test]
fn a_program_gets_its_arguments_its_environment_and_its_directory() {
    assert_eq!(output_of("echo \"$1\""), "an argument\n");
    assert_eq!(output_of("echo \"$CARGO_PKG_NAME\""), "backup-manager\n");
    let here = std::env::current_dir().unwrap();
    assert_eq!(output_of("pwd -P"), format!("{}\n", here.display()));
}

/// So the starter knows whom it started: `$$` is what the shell knows of itself.
#[test]
fn its_process_id_is_returned() {
    let (output, pid) = output_and_id_of("echo $$");
    assert_eq!(output, format!("{pid}\n"));
}

/// `spawn` does not wait for the end of what it starts.
#[test]
fn it_lives_on_by_itself() {
    assert!(Spawned::sleep().is_alive(), "no such child runs any more");
}

/// A session, not only a process group: a session has no terminal, whose end could reach it.
#[test]
fn it_leads_a_session_of_its_own() {
    let program = Spawned::sleep();
    assert_eq!(getsid(Some(program.0)), Ok(program.0));
}

/// Here the starter's own input says something, and the program must not hear it.
#[test]
fn its_standard_input_is_empty() {
    let _input = Input::saying("from the starter\n");
    assert_eq!(output_of("cat; echo end"), "end\n");
}

/// Standard output and standard error are each where the caller wants them.
#[test]
fn its_two_outputs_are_the_files_given() {
    let mut stdout = tempfile::tempfile().unwrap();
    let (mut stderr, writer) = io::pipe().unwrap();
    let shell = Spawned::shell("echo out; echo err >&2", stdout.as_fd(), writer.as_fd());
    drop(writer);
    let mut told = [0; 4];
    stderr.read_exact(&mut told).unwrap();
    drop(shell);
    let mut written = String::new();
    stdout.rewind().unwrap();
    stdout.read_to_string(&mut written).unwrap();
    assert_eq!((written.as_str(), told), ("out\n", *b"err\n"));
}

/// Rust marks what it opens as not to be inherited; not everybody does, and a pipe kept open keeps
/// its reader waiting.
#[test]
fn it_inherits_no_other_open_file() {
    let null = null();
    // Unlike every file that Rust opens, this duplicate is one that programs inherit.
    let inherited = fcntl(&null, FcntlArg::F_DUPFD(40)).unwrap();
    let is_open = format!("test -e /dev/fd/{inherited} && echo open || echo closed");
    assert_eq!(output_of(&is_open), "closed\n");
}

/// The caller hears of it, and not only a child that was started to no purpose.
#[test]
fn a_program_that_is_not_there_or_cannot_be_run_is_an_error() {
    for (program, kind) in [
        ("/no/such/program", io::ErrorKind::NotFound),
        ("/dev/null", io::ErrorKind::PermissionDenied),
    ] {
        let null = null();
        let spawned = spawn(Path::new(program), &[], null.as_fd(), null.as_fd()).map(Spawned);
        let error = spawned.err().expect(program);
        assert_eq!(error.kind(), kind, "{program}");
    }
}
