//! Programs that run while a test runs. They are killed, by process id, when it ends.

use std::io::{BufRead, BufReader};
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::panic;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;

use super::{MANAGER, SERVICE, TestEnv};

/// How often [`until`] looks before it gives up. It counts its looks, one per millisecond at most, and
/// not the time: on a busy machine both the program and the test take longer.
const MAX_LOOKS: u32 = 30_000;

/// How often [`promptly`] looks. It is less, so that learners whose code hangs hear of it soon.
const MAX_LOOKS_PROMPTLY: u32 = 10_000;

/// A child process in a process group of its own. When this value is dropped, the group is killed,
/// and the child waited for.
pub struct Running(Child);

impl Running {
    /// Starts `command`.
    #[track_caller]
    pub fn new(command: &mut Command) -> Running {
        Running(command.process_group(0).spawn().unwrap())
    }

    /// Its process id.
    pub fn pid(&self) -> Pid {
        Pid::from_raw(self.0.id().try_into().unwrap())
    }

    /// Sends it a signal.
    pub fn send(&self, request: Signal) {
        signal::kill(self.pid(), request).unwrap();
    }

    /// Whether it still runs.
    pub fn is_alive(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }

    /// Waits until it has ended, and returns whether it succeeded.
    #[track_caller]
    pub fn ends_well(self) -> bool {
        self.status().success()
    }

    /// Waits until it has ended, and returns its exit status.
    #[track_caller]
    pub fn status(mut self) -> ExitStatus {
        until("the process has ended", || !self.is_alive());
        self.0.wait().unwrap()
    }

    /// Waits for the first line that it prints. It is empty if the program ends first.
    #[track_caller]
    pub fn first_line(&mut self) -> String {
        let mut line = String::new();
        let output: &mut ChildStdout = self.0.stdout.as_mut().unwrap();
        until("it prints a line", || {
            let waiting = &mut [PollFd::new(output.as_fd(), PollFlags::POLLIN)];
            // Interrupted when another test's child ends: then again.
            poll(waiting, PollTimeout::from(1u8)).is_ok_and(|ready| ready > 0)
        });
        BufReader::new(output).read_line(&mut line).unwrap();
        line
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // After `wait`, the process id may belong to another process, which must not be killed. A
        // learner's code may have waited for the child: then `try_wait` is an error.
        if matches!(self.0.try_wait(), Ok(None)) {
            let _ = signal::killpg(self.pid(), Signal::SIGKILL);
        }
        let _ = self.0.wait();
    }
}

impl TestEnv {
    /// The command that runs `program` here, with its standard output in a pipe and its standard error
    /// dropped.
    pub fn background(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.dir())
            .env_remove("BACKUP_CLOCK")
            .envs(self.clock.iter().map(|clock| ("BACKUP_CLOCK", clock)))
            .env("TZ", &self.zone)
            .env("BIN", self.bin.path())
            .env("MANAGER", MANAGER)
            .env("SERVICE", SERVICE)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        command
    }

    /// Runs `script` with `sh` in namespaces of its own, for mounts and for processes. When it ends,
    /// the kernel removes both.
    #[track_caller]
    pub fn unshared(&self, script: &str) -> ExitStatus {
        let mut unshare = self.background("unshare");
        unshare.args(["--mount-proc", "--pid", "--fork", "--map-root-user"]);
        unshare.args(["sh", "-c", &format!("touch inside; {script}")]);
        let status = Running::new(&mut unshare).status();
        let is_permitted = self.dir().join("inside").exists();
        assert!(is_permitted, "the system should permit namespaces");
        assert_ne!(status.code(), Some(77), "the mount should be permitted");
        status
    }

    /// Starts a service by hand, without `backup_manager start`, and waits until it is ready.
    #[track_caller]
    pub fn by_hand(&self) -> Running {
        let mut service = Running::new(&mut self.background(SERVICE));
        let is_ready = service.first_line() == "ready\n";
        assert!(is_ready, "the service must start:\n{}", self.service_log());
        service
    }
}

/// Returns the result of `work`, which must be there soon. A thread that hangs is left alone: it ends
/// with the test program.
#[track_caller]
pub fn promptly<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let worker = thread::spawn(work);
    let returns = looks(MAX_LOOKS_PROMPTLY, || worker.is_finished());
    assert!(returns, "it must return at once, and blocks");
    worker
        .join()
        .unwrap_or_else(|panic| panic::resume_unwind(panic))
}

/// Waits until `condition` holds.
#[track_caller]
pub fn until(what: &str, condition: impl FnMut() -> bool) {
    assert!(looks(MAX_LOOKS, condition), "waited in vain until {what}");
}

/// Whether `condition` holds, at one of so many looks.
fn looks(max: u32, mut condition: impl FnMut() -> bool) -> bool {
    (0..max).any(|_| {
        let holds = condition();
        if !holds {
            thread::sleep(Duration::from_millis(1));
        }
        holds
    })
}
