//! Runs programs with limits, and ends every process they leave behind.
//!
//! A learner's `spawn` may start a process in a session of its own, and the test that should have
//! ended it may have failed. On Linux a process can become the parent of every orphan below it (a
//! *subreaper*, prctl(2)): then each of them can be found and ended.
//!
//! A program runs in a process group of its own, so Ctrl-C reaches the runner alone. The runner then
//! ends everything it has started.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use nix::libc::rlim_t;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::flag;
use tempfile::TempDir;

/// Limits on programs.
pub struct Limits {
    /// For how long one program may run.
    pub time: Duration,
    /// For how long all of them may run.
    pub total: Duration,
    /// How much memory one process may allocate, in bytes; none for as much as there is.
    pub memory: Option<rlim_t>,
    /// How much one program may print, in bytes.
    pub output: u64,
}

/// How a program ended.
#[derive(Debug)]
pub enum How {
    /// By itself, or by a signal.
    Ended(ExitStatus),
    /// It ran too long.
    TookTooLong,
    /// It printed too much.
    PrintedTooMuch,
    /// It was not started, since the programs before it took all the time.
    NotStarted,
}

/// A program that has ended.
#[derive(Debug)]
pub struct Finished {
    /// How it ended.
    pub how: How,
    /// Its standard output: at most the first and the last part.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

/// Programs that have ended.
#[derive(Debug)]
pub struct Batch {
    /// Each of them, in the order in which they were given.
    pub finished: Vec<Finished>,
    /// How many processes they left running; they have been killed.
    pub left_running: usize,
}

/// How often to look whether a program has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(1);

/// Runs `programs`, as many at once as there are processors, each in a process group and with a
/// `TMPDIR` of its own.
///
/// # Errors
/// If one cannot be started; `Interrupted` if the runner was asked to end (Ctrl-C, a closed
/// terminal, SIGTERM). In each case everything that was started has been ended.
pub fn run(programs: Vec<Command>, limits: &Limits) -> io::Result<Batch> {
    let tmp = tempfile::tempdir()?;
    let _signals = Signals::catch();
    adopt_orphans(true)?;
    let finished = limit_resources(limits, || run_all(programs, limits, &tmp));
    let left_running = end_descendants();
    adopt_orphans(false)?;
    Ok(Batch {
        finished: finished?,
        left_running,
    })
}

fn run_all(programs: Vec<Command>, limits: &Limits, tmp: &TempDir) -> io::Result<Vec<Finished>> {
    let at_once = thread::available_parallelism().map_or(1, |count| count.get());
    let since = Instant::now();
    let mut finished: Vec<Option<Finished>> = programs.iter().map(|_| None).collect();
    let mut waiting = programs.into_iter().enumerate();
    let mut running: Vec<(usize, Running)> = Vec::new();
    loop {
        while running.len() < at_once && since.elapsed() < limits.total {
            let Some((index, program)) = waiting.next() else {
                break;
            };
            running.push((
                index,
                Running::start(program, &tmp.path().join(index.to_string()))?,
            ));
        }
        if running.is_empty() {
            let not_started = || Finished {
                how: How::NotStarted,
                stdout: String::new(),
                stderr: String::new(),
            };
            return Ok(finished
                .into_iter()
                .map(|its| its.unwrap_or_else(not_started))
                .collect());
        }
        if Signals::asked_to_end() {
            return Err(io::Error::new(io::ErrorKind::Interrupted, "interrupted"));
        }
        let mut still_running = Vec::new();
        for (index, mut program) in running {
            match program.how(limits, since)? {
                Some(how) => finished[index] = Some(program.finish(how)?),
                None => still_running.push((index, program)),
            }
        }
        running = still_running;
        thread::sleep(POLL_INTERVAL);
    }
}

/// A program that was started. Its output goes to files, which need no thread to read them.
struct Running {
    child: Child,
    since: Instant,
    stdout: File,
    stderr: File,
}

impl Running {
    fn start(mut program: Command, tmp: &std::path::Path) -> io::Result<Running> {
        fs::create_dir(tmp)?;
        let (stdout, stderr) = (tempfile::tempfile()?, tempfile::tempfile()?);
        let child = program
            .env("TMPDIR", tmp)
            .stdin(Stdio::null())
            .stdout(stdout.try_clone()?)
            .stderr(stderr.try_clone()?)
            .process_group(0)
            .spawn()?;
        Ok(Running {
            child,
            since: Instant::now(),
            stdout,
            stderr,
        })
    }

    /// How it ended, if it has; a program over a limit is killed.
    fn how(&mut self, limits: &Limits, since: Instant) -> io::Result<Option<How>> {
        if let Some(status) = self.child.try_wait()? {
            return Ok(Some(How::Ended(status)));
        }
        let printed = self.stdout.metadata()?.len() + self.stderr.metadata()?.len();
        let is_late = self.since.elapsed() > limits.time || since.elapsed() > limits.total;
        let how = match () {
            () if printed > limits.output => How::PrintedTooMuch,
            () if is_late => How::TookTooLong,
            () => return Ok(None),
        };
        self.kill();
        Ok(Some(how))
    }

    fn kill(&mut self) {
        let group = Pid::from_raw(-self.child.id().cast_signed());
        let _ = kill(group, Signal::SIGKILL);
        let _ = self.child.wait();
    }

    fn finish(&mut self, how: How) -> io::Result<Finished> {
        Ok(Finished {
            how,
            stdout: begin_and_end(&mut self.stdout)?,
            stderr: begin_and_end(&mut self.stderr)?,
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            self.kill();
        }
    }
}

/// How many bytes of an output to keep of its beginning, and of its end.
const KEPT: u64 = 128 * 1024;

fn begin_and_end(file: &mut File) -> io::Result<String> {
    let mut bytes = Vec::new();
    let length = file.metadata()?.len();
    file.rewind()?;
    file.by_ref().take(KEPT).read_to_end(&mut bytes)?;
    if length > 2 * KEPT {
        bytes.extend(format!("\n... {} bytes ...\n", length - 2 * KEPT).into_bytes());
        file.seek(SeekFrom::Start(length - KEPT))?;
    }
    file.take(KEPT).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

impl How {
    /// Whether the program ended by itself and reported success.
    pub fn is_success(&self) -> bool {
        matches!(self, How::Ended(status) if status.success())
    }

    /// The signal that ended it, if one did.
    pub fn signal(&self) -> Option<Signal> {
        match self {
            How::Ended(status) => status.signal().and_then(|number| number.try_into().ok()),
            _ => None,
        }
    }
}

/// Whether the runner was asked to end; and whether nothing would have to be cleaned up, so that
/// the usual effect of the signal is right.
static ASKED: OnceLock<[Arc<AtomicBool>; 2]> = OnceLock::new();

/// Installs the handlers of the signals that ask the runner to end.
///
/// # Errors
/// If one cannot be installed.
pub fn handle_signals() -> io::Result<()> {
    let asked = Arc::new(AtomicBool::new(false));
    let idle = Arc::new(AtomicBool::new(true));
    for signal in [SIGINT, SIGQUIT, SIGTERM, SIGHUP] {
        flag::register_conditional_default(signal, Arc::clone(&idle))?;
        flag::register(signal, Arc::clone(&asked))?;
    }
    let _ = ASKED.set([asked, idle]);
    Ok(())
}

/// While this value lives, a signal sets a flag instead of ending the runner.
struct Signals;

impl Signals {
    fn catch() -> Signals {
        Signals::set_idle(false);
        Signals
    }

    fn asked_to_end() -> bool {
        ASKED
            .get()
            .is_some_and(|[asked, _]| asked.load(Ordering::Relaxed))
    }

    fn set_idle(value: bool) {
        if let Some([_, idle]) = ASKED.get() {
            idle.store(value, Ordering::Relaxed);
        }
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        Signals::set_idle(true);
    }
}

/// The largest file that a program may write. Past it the kernel sends SIGXFSZ.
const MAX_FILE: rlim_t = 4 << 30;

/// Calls `run` with lower resource limits, which the programs started meanwhile inherit.
fn limit_resources<T>(limits: &Limits, run: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let Some(memory) = limits.memory else {
        return run();
    };
    let lower = [
        // Not RLIMIT_AS: each thread reserves far more address space than it uses.
        (Resource::RLIMIT_DATA, memory),
        (Resource::RLIMIT_FSIZE, MAX_FILE),
        (Resource::RLIMIT_CORE, 0),
    ];
    let mut before = Vec::new();
    for (resource, limit) in lower {
        let (soft, hard) = getrlimit(resource)?;
        setrlimit(resource, limit.min(soft), hard)?;
        before.push((resource, soft, hard));
    }
    let result = run();
    for (resource, soft, hard) in before {
        setrlimit(resource, soft, hard)?;
    }
    result
}

#[cfg(target_os = "linux")]
fn adopt_orphans(yes: bool) -> io::Result<()> {
    Ok(nix::sys::prctl::set_child_subreaper(yes)?)
}

#[cfg(not(target_os = "linux"))]
fn adopt_orphans(_yes: bool) -> io::Result<()> {
    Ok(())
}

/// How long processes may take to end by themselves once their program has ended.
const GRACE: Duration = Duration::from_millis(500);

/// Waits a moment for every process below this one, then kills those that are left and returns how
/// many. A killed process makes its children ours, so we repeat until there are none.
fn end_descendants() -> usize {
    let since = Instant::now();
    let mut ended = 0;
    loop {
        let mut running = children();
        running.retain(|&child| !has_ended(child));
        if running.is_empty() && children().is_empty() {
            return ended;
        }
        if since.elapsed() < GRACE && !Signals::asked_to_end() {
            thread::sleep(POLL_INTERVAL);
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
    let threads = fs::read_dir("/proc/self/task");
    let lists = threads
        .into_iter()
        .flatten()
        .flatten()
        .map(|thread| thread.path().join("children"));
    let texts = lists.map(|list| fs::read_to_string(list).unwrap_or_default());
    let numbers: Vec<_> = texts
        .flat_map(|text| {
            text.split_whitespace()
                .flat_map(str::parse)
                .collect::<Vec<_>>()
        })
        .collect();
    numbers.into_iter().map(Pid::from_raw).collect()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use nix::sys::signal::raise;

    const LIMITS: Limits = Limits {
        time: Duration::from_secs(60),
        total: Duration::from_secs(60),
        memory: Some(1 << 30),
        output: 1 << 20,
    };

    fn shell(script: &str, limits: &Limits) -> (Finished, usize) {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        let mut batch = run(vec![command], limits).unwrap();
        (batch.finished.remove(0), batch.left_running)
    }

    /// One test, since each run would end the processes of another.
    #[test]
    fn nothing_is_left_behind() {
        let (ended, left_running) = shell("echo out; echo err >&2; exit 3", &LIMITS);
        assert_eq!(
            (ended.stdout.as_str(), ended.stderr.as_str()),
            ("out\n", "err\n")
        );
        assert_eq!((ended.how.is_success(), left_running), (false, 0));

        let script = "setsid sleep 600 & echo $!; touch $TMPDIR/x; echo $TMPDIR";
        let (ended, left_running) = shell(script, &LIMITS);
        let (pid, tmp) = ended.stdout.trim().split_once('\n').unwrap();
        assert_eq!(
            left_running, 1,
            "`sleep` should be found in its own session"
        );
        assert!(
            !fs::exists(format!("/proc/{pid}")).unwrap(),
            "`sleep` should be killed"
        );
        assert!(!fs::exists(tmp).unwrap(), "its files should be deleted");

        let short = Limits {
            time: Duration::from_millis(50),
            ..LIMITS
        };
        let (ended, _) = shell("trap '' TERM; sleep 600; sleep 600", &short);
        assert!(matches!(ended.how, How::TookTooLong), "{ended:?}");

        let (ended, _) = shell("while :; do echo endless; done", &LIMITS);
        assert!(matches!(ended.how, How::PrintedTooMuch), "{:?}", ended.how);
        assert!(
            ended.stdout.len() as u64 <= 3 * KEPT,
            "only a part should be kept"
        );

        let (ended, _) = shell("x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done", &LIMITS);
        assert!(
            !ended.how.is_success(),
            "its memory should be limited: {ended:?}"
        );

        // All are listed, also those for which there was no time.
        let none = Limits {
            total: Duration::ZERO,
            ..LIMITS
        };
        let (ended, _) = shell("echo", &none);
        assert!(matches!(ended.how, How::NotStarted), "{ended:?}");

        handle_signals().unwrap();
        let since = Instant::now();
        let ctrl_c = thread::spawn(|| {
            thread::sleep(Duration::from_millis(100));
            raise(Signal::SIGINT).unwrap();
        });
        let mut sleep = Command::new("sleep");
        sleep.arg("600");
        let error = run(vec![sleep], &LIMITS).expect_err("Ctrl-C should end the run");
        ctrl_c.join().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::Interrupted);
        assert!(since.elapsed() < LIMITS.time && children().is_empty());
    }
}
