//! Running a command that nobody trusts: for a limited time, keeping a limited part of what it
//! prints, and reading on for as long as a process that it left behind goes on printing.

use std::io::Read;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::WaitStatus;
use nix::unistd::Pid;

use super::subreaper;

/// How much of an output is kept.
const KEPT: usize = 64 * 1024;

/// How long the rest of an output may take to arrive after its program has ended.
const LATE: Duration = Duration::from_millis(200);

/// How long what has arrived may lie unread: a busy machine lets our own threads wait, too.
const UNREAD: Duration = Duration::from_secs(20);

/// How programs tell of an error that nobody handled, in some languages.
const UNHANDLED: [&str; 7] = [
    "Traceback (most recent call last)",
    "' panicked at ",
    "panic: ",
    "Exception in thread",
    "Unhandled exception",
    "Segmentation fault",
    "UnhandledPromiseRejection",
];

/// What a command printed, and how it ended.
pub struct Said {
    /// Its standard output.
    pub out: String,
    /// Its standard error.
    pub err: String,
    /// Its process id, which is also that of its process group.
    pub pid: Pid,
    /// How it ended.
    status: WaitStatus,
}

impl Said {
    /// Whether it ended with exit status 0.
    pub fn is_success(&self) -> bool {
        matches!(self.status, WaitStatus::Exited(_, 0))
    }

    /// Both outputs.
    pub fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// The first sign of an error that the program did not handle.
    pub fn unhandled(&self) -> Option<String> {
        let all = self.all();
        if let WaitStatus::Signaled(_, signal, _) = self.status {
            return Some(format!("ended by {signal}\n{all}"));
        }
        UNHANDLED
            .iter()
            .any(|sign| all.contains(sign))
            .then_some(all)
    }
}

/// Runs `command`, in a process group of its own. `Err` says that it did not end within `limit`;
/// its group is killed then.
pub fn run(command: &mut Command, limit: Duration) -> Result<Said, String> {
    let mut child = command
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("it cannot be run: {error}"))?;
    let pid = Pid::from_raw(child.id().try_into().expect("a process id fits"));
    let out = Output::of(child.stdout.take().expect("it is piped"));
    let err = Output::of(child.stderr.take().expect("it is piped"));
    let Some(status) = subreaper::wait(pid, limit) else {
        let _ = killpg(pid, Signal::SIGKILL);
        return Err(format!("it still runs after {} s", limit.as_secs()));
    };
    let deadline = Instant::now() + LATE;
    Ok(Said {
        out: out.text(deadline),
        err: err.text(deadline),
        pid,
        status,
    })
}

/// The beginning of an output, and whether it has ended.
struct Output {
    kept: Arc<Mutex<(Vec<u8>, bool)>>,
    pipe: OwnedFd,
}

impl Output {
    /// Reads `pipe` to its end. To stop reading would be to stop whoever prints.
    fn of(mut pipe: impl Read + AsFd + Send + 'static) -> Output {
        let same = pipe.as_fd().try_clone_to_owned();
        let output = Arc::new(Mutex::new((Vec::new(), false)));
        let kept = Arc::clone(&output);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                let mut kept = kept.lock().expect("no panic holds it");
                if kept.0.len() < KEPT {
                    kept.0.extend_from_slice(&buffer[..count]);
                    continue;
                }
                drop(kept);
                // Who floods us is made to wait, or two processes would do nothing else.
                thread::sleep(Duration::from_millis(5));
            }
            kept.lock().expect("no panic holds it").1 = true;
        });
        Output {
            kept: output,
            pipe: same.expect("a descriptor can be copied"),
        }
    }

    /// What has come until the end, or until `deadline`.
    fn text(&self, deadline: Instant) -> String {
        while !self.has_ended()
            && (Instant::now() < deadline || self.is_unread() && Instant::now() < deadline + UNREAD)
        {
            thread::sleep(Duration::from_millis(1));
        }
        let kept = self.kept.lock().expect("no panic holds it");
        String::from_utf8_lossy(&kept.0).into_owned()
    }

    fn has_ended(&self) -> bool {
        self.kept.lock().expect("no panic holds it").1
    }

    /// Whether there is more that would be kept, or the end.
    fn is_unread(&self) -> bool {
        let mut pipe = [PollFd::new(self.pipe.as_fd(), PollFlags::POLLIN)];
        let is_ready = poll(&mut pipe, PollTimeout::ZERO).is_ok_and(|count| count > 0);
        is_ready && self.kept.lock().expect("no panic holds it").0.len() < KEPT
    }
}
