//! One command, within its limits.

use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::WaitStatus;
use nix::unistd::Pid;

use super::limits::{Limits, Stopped};
use super::output::{Output, Reader};
use super::{processes, subreaper};

/// How often the memory and the processes of a command are counted.
const MEASURE_INTERVAL: Duration = Duration::from_millis(250);

/// Runs `command` in a process group of its own. Processes that it leaves running are ended only if
/// it exceeds a limit.
///
/// # Errors
/// If the command cannot be started, or exceeds one of `limits`; then it is killed.
pub fn run(command: &mut Command, limits: &Limits) -> Result<Output, Stopped> {
    let mut child = command
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(Stopped::NotStarted)?;
    let pid = Pid::from_raw(child.id().cast_signed());
    let stdout = Reader::new(child.stdout.take().expect("it is piped"), limits.output);
    let stderr = Reader::new(child.stderr.take().expect("it is piped"), limits.output);
    let status = wait_within(pid, limits).inspect_err(|_| {
        if limits.must_measure() {
            processes::end_descendants_of(pid);
        }
        let _ = killpg(pid, Signal::SIGKILL);
    })?;
    Ok(Output::collect(pid, status, &stdout, &stderr))
}

/// How `pid` ended, if it did within `limits`.
fn wait_within(pid: Pid, limits: &Limits) -> Result<WaitStatus, Stopped> {
    let since = Instant::now();
    loop {
        let left = limits.time.saturating_sub(since.elapsed());
        let pause = match limits.must_measure() {
            true => left.min(MEASURE_INTERVAL),
            false => left,
        };
        if let Some(status) = subreaper::wait(pid, pause) {
            return Ok(status);
        }
        if limits.must_measure()
            && let Some(exceeded) = limits.exceeded(pid)
        {
            return Err(exceeded);
        }
        if left.is_zero() {
            return Err(Stopped::Time(limits.time));
        }
    }
}

/// The result of a command that ran alone.
#[derive(Debug)]
pub struct Report {
    /// Its outputs and its exit status, or the limit that it exceeded.
    pub result: Result<Output, Stopped>,
    /// How many processes it left running. They have been killed.
    pub left_running: usize,
}

/// How long the processes of a command may take to end by themselves, once the command has.
const GRACE_PERIOD: Duration = Duration::from_millis(500);

/// Runs `command` with a `TMPDIR` of its own, and leaves neither files there nor processes behind.
/// Use it for one command at a time: it ends all descendants of this process.
///
/// # Errors
/// If the temporary directory cannot be made or removed.
pub fn run_and_clean_up(command: &mut Command, limits: &Limits) -> std::io::Result<Report> {
    let temporary = tempfile::tempdir()?;
    let result = run(command.env("TMPDIR", temporary.path()), limits);
    let since = Instant::now();
    while !processes::descendants().is_empty() && since.elapsed() < GRACE_PERIOD {
        std::thread::sleep(Duration::from_millis(5));
    }
    let left_running = processes::end_descendants();
    temporary.close()?;
    Ok(Report {
        result,
        left_running,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, limits: &Limits) -> Report {
        run_and_clean_up(Command::new("sh").args(["-c", script]), limits).unwrap()
    }

    /// One test, since each run ends all descendants of this process.
    #[test]
    fn commands_stay_within_their_limits_and_leave_nothing_behind() {
        subreaper::adopt_orphans();
        let limits = Limits::time(Duration::from_secs(60));

        let report = shell("echo out; echo err >&2; exit 3", &limits);
        let output = report.result.unwrap();
        assert_eq!((&*output.stdout, &*output.stderr), ("out\n", "err\n"));
        assert!(!output.is_success(), "its exit status was 3");
        assert_eq!(report.left_running, 0);

        let report = shell("setsid sleep 600 & touch $TMPDIR/x; echo $TMPDIR", &limits);
        let directory = report.result.unwrap().stdout;
        assert_eq!(report.left_running, 1, "sleep should have been ended");
        assert!(
            !std::fs::exists(directory.trim()).unwrap(),
            "TMPDIR should be gone"
        );

        let brief = Limits::time(Duration::from_millis(50));
        let report = shell("trap '' TERM; sleep 600; sleep 600", &brief);
        assert!(
            matches!(report.result, Err(Stopped::Time(_))),
            "it should be late"
        );

        let few = Limits {
            processes: 8,
            ..limits
        };
        let report = shell("for i in $(seq 30); do sleep 600 & done; wait", &few);
        assert!(
            matches!(report.result, Err(Stopped::Processes(8))),
            "30 should be too many processes: {report:?}"
        );

        let small = Limits {
            memory: 32 << 20,
            ..limits
        };
        let report = shell(
            "x=$(head -c 90000000 /dev/zero | tr '\\0' x); sleep 600",
            &small,
        );
        assert!(
            matches!(report.result, Err(Stopped::Memory(_))),
            "90 MB should be too much memory: {report:?}"
        );
        assert!(processes::descendants().is_empty(), "nothing should run");
    }
}
