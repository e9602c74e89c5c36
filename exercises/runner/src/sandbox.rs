//! A command that leaves nothing behind, however it ends: neither files nor processes.
//!
//! A learner's `spawn` may start something in a session of its own, and the test that should have
//! ended it may have failed. On Linux a process can declare itself the parent of every orphan
//! below it (`PR_SET_CHILD_SUBREAPER`, prctl(2)); then whatever was started can be found and ended.
//!
//! The command is no part of the terminal's foreground group, so a Ctrl-C reaches the runner alone.
//! It is held back until everything else has been ended.

use std::fs;
use std::io::{self, Read, Seek};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

#[cfg(target_os = "linux")]
use nix::sys::signal::SigSet;
use nix::sys::signal::{Signal, kill};
#[cfg(target_os = "linux")]
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// What a command came to.
pub struct Ended {
    /// What it wrote on standard output, and at the end on standard error.
    pub output: String,
    /// Whether it says that it succeeded.
    pub success: bool,
    /// Whether it took longer than it may.
    pub is_late: bool,
    /// How many processes it left running; they have been ended.
    pub left_running: usize,
}

/// Runs `command` in a process group and with a `TMPDIR` of its own, for at most `limit`.
///
/// # Errors
/// What the system answers; `Interrupted` if the runner is to end (Ctrl-C, a closed terminal,
/// SIGTERM). Then, too, nothing is left behind.
pub fn run(command: &mut Command, limit: Duration) -> io::Result<Ended> {
    adopt_orphans(true)?;
    let files = tempfile::tempdir()?;
    let log = tempfile::tempfile()?;
    let mut child = command
        .env("TMPDIR", files.path())
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log.try_clone()?)
        .process_group(0)
        .spawn()?;
    // Only now: a command inherits what its parent holds back.
    let requests = Requests::hold_back()?;
    let since = Instant::now();
    let mut is_late = false;
    let mut is_interrupted = false;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        is_interrupted |= requests.to_end();
        is_late |= since.elapsed() > limit;
        if is_late || is_interrupted {
            let group = Pid::from_raw(-child.id().cast_signed());
            let _ = kill(group, Signal::SIGKILL);
        }
        thread::sleep(Duration::from_millis(5));
    };
    let left_running = end_descendants();
    adopt_orphans(false)?;
    if is_interrupted || requests.to_end() {
        return Err(io::Error::new(io::ErrorKind::Interrupted, "interrupted"));
    }
    Ok(Ended {
        output: read_from_the_start(log)?,
        success: status.success(),
        is_late,
        left_running,
    })
}

fn read_from_the_start(mut file: fs::File) -> io::Result<String> {
    file.rewind()?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The signals that ask the runner to end, held back while this value lives (signalfd(2)).
#[cfg(target_os = "linux")]
struct Requests {
    signals: SigSet,
    arrived: SignalFd,
}

#[cfg(target_os = "linux")]
impl Requests {
    fn hold_back() -> io::Result<Requests> {
        let signals = SigSet::from_iter([
            Signal::SIGINT,
            Signal::SIGQUIT,
            Signal::SIGTERM,
            Signal::SIGHUP,
        ]);
        signals.thread_block()?;
        let flags = SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC;
        let arrived = SignalFd::with_flags(&signals, flags)?;
        Ok(Requests { signals, arrived })
    }

    /// Whether one of them has arrived since this was asked last.
    fn to_end(&self) -> bool {
        matches!(self.arrived.read_signal(), Ok(Some(_)))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Requests {
    fn drop(&mut self) {
        let _ = self.signals.thread_unblock();
    }
}

/// Elsewhere the runner ends at once, and what it has started by itself or never.
#[cfg(not(target_os = "linux"))]
struct Requests;

#[cfg(not(target_os = "linux"))]
impl Requests {
    fn hold_back() -> io::Result<Requests> {
        Ok(Requests)
    }

    fn to_end(&self) -> bool {
        false
    }
}

#[cfg(target_os = "linux")]
fn adopt_orphans(yes: bool) -> io::Result<()> {
    Ok(nix::sys::prctl::set_child_subreaper(yes)?)
}

#[cfg(not(target_os = "linux"))]
fn adopt_orphans(_yes: bool) -> io::Result<()> {
    Ok(())
}

/// How long what was started may take to end by itself, once the command has.
const GRACE: Duration = Duration::from_millis(500);

/// Waits a moment for every process below this one, then ends them, and says how many that were.
/// Each that ends makes its own children ours, so we look again until there are none.
fn end_descendants() -> usize {
    let since = Instant::now();
    let mut ended = 0;
    loop {
        let mut running = children();
        running.retain(|&child| !has_ended(child));
        if running.is_empty() && children().is_empty() {
            return ended;
        }
        if since.elapsed() < GRACE {
            thread::sleep(Duration::from_millis(5));
            continue;
        }
        for child in running {
            ended += 1;
            let _ = kill(child, Signal::SIGKILL);
            let _ = waitpid(child, None);
        }
    }
}

/// Whether `child` has ended; if so, it is no longer a child.
fn has_ended(child: Pid) -> bool {
    !matches!(
        waitpid(child, Some(WaitPidFlag::WNOHANG)),
        Ok(WaitStatus::StillAlive)
    )
}

/// The processes whose parent is this one, from Linux's `/proc` (proc(5)); none elsewhere.
fn children() -> Vec<Pid> {
    let mut children = Vec::new();
    for thread in fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten()
    {
        let text = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        let numbers = text.split_whitespace().flat_map(str::parse);
        children.extend(numbers.map(Pid::from_raw));
    }
    children
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use nix::sys::signal::raise;

    fn shell(script: &str, limit: Duration) -> Ended {
        run(Command::new("sh").args(["-c", script]), limit).unwrap()
    }

    /// One test, since whatever this process has started would be ended by the others.
    #[test]
    fn nothing_is_left_behind() {
        let patient = Duration::from_secs(60);
        let ended = shell("echo out; echo err >&2; exit 3", patient);
        assert_eq!(ended.output, "out\nerr\n");
        assert_eq!((ended.success, ended.left_running), (false, 0));

        let ended = shell(
            "setsid sleep 600 & echo $!; touch $TMPDIR/x; echo $TMPDIR",
            patient,
        );
        let (pid, files) = ended.output.trim().split_once('\n').unwrap();
        assert_eq!(ended.left_running, 1);
        assert!(
            !fs::exists(format!("/proc/{pid}")).unwrap(),
            "it still runs"
        );
        assert!(!fs::exists(files).unwrap(), "its files are still there");

        let ended = shell(
            "trap '' TERM; sleep 600; sleep 600",
            Duration::from_millis(50),
        );
        assert!(ended.is_late && !ended.success);

        // A Ctrl-C, which only the runner gets; held back, lest it end the tests.
        SigSet::from(Signal::SIGINT).thread_block().unwrap();
        raise(Signal::SIGINT).unwrap();
        let since = Instant::now();
        let interrupted = run(Command::new("sleep").arg("600"), patient);
        let kind = interrupted.map(|_| ()).unwrap_err().kind();
        assert_eq!(kind, io::ErrorKind::Interrupted);
        assert!(since.elapsed() < patient && children().is_empty());
    }
}
