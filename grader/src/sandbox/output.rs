//! Reads the output of a command. A limited part is kept, and reading goes on for as long as any
//! process has the output open.

use std::io::Read;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::wait::WaitStatus;
use nix::unistd::Pid;

/// How long the rest of an output may take to arrive after its program has ended.
const LATE: Duration = Duration::from_millis(200);

/// How long arrived output may stay unread: on a busy machine our own threads wait, too.
const UNREAD: Duration = Duration::from_secs(20);

/// The output of a command, and how it ended.
#[derive(Debug)]
pub struct Output {
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
    /// Its process id, which is also that of its process group.
    pub pid: Pid,
    /// How it ended.
    pub status: WaitStatus,
}

impl Output {
    pub(super) fn collect(
        pid: Pid,
        status: WaitStatus,
        stdout: &Reader,
        stderr: &Reader,
    ) -> Output {
        let deadline = Instant::now() + LATE;
        Output {
            stdout: stdout.text(deadline),
            stderr: stderr.text(deadline),
            pid,
            status,
        }
    }

    /// Whether it ended with exit status 0.
    pub fn is_success(&self) -> bool {
        matches!(self.status, WaitStatus::Exited(_, 0))
    }

    /// Both outputs.
    pub fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// The beginning of an output, and whether it has ended.
pub(super) struct Reader {
    kept: Arc<Mutex<(Vec<u8>, bool)>>,
    limit: usize,
    pipe: OwnedFd,
}

impl Reader {
    /// Reads `pipe` to its end, and keeps the first `limit` bytes. If we stopped reading, the
    /// program would wait for us.
    pub(super) fn new(mut pipe: impl Read + AsFd + Send + 'static, limit: usize) -> Reader {
        let same = pipe.as_fd().try_clone_to_owned();
        let output = Arc::new(Mutex::new((Vec::new(), false)));
        let kept = Arc::clone(&output);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                let mut kept = kept.lock().expect("no panic holds it");
                if kept.0.len() < limit {
                    kept.0.extend_from_slice(&buffer[..count]);
                    continue;
                }
                drop(kept);
                // A program that prints without end is slowed down, to leave the processor to others.
                thread::sleep(Duration::from_millis(5));
            }
            kept.lock().expect("no panic holds it").1 = true;
        });
        Reader {
            kept: output,
            limit,
            pipe: same.expect("a descriptor can be copied"),
        }
    }

    /// The text until the end of the output, or until `deadline`.
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
        is_ready && self.kept.lock().expect("no panic holds it").0.len() < self.limit
    }
}
