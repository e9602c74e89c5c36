//! The processes of this machine, with their arguments.
//!
//! Exercise, `stop-5`: the command `ps -A -f` lists every process with its arguments.
//! Python: `subprocess.run(["ps", "-A", "-f"])`, and split its lines. On Linux we read `/proc`, as
//! `ps` itself does: a container may have no `ps`. On other systems we run `ps`.
//! In production: the `sysinfo` crate.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Command;

use nix::errno::Errno;
use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;

/// A process that runs. A zombie does not: it has ended, and its parent has not read its exit
/// status yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its process id. After its end the system may give the id to another process.
    pub pid: Pid,
    /// When it was started, as the process list shows it. Together with `pid` it identifies one
    /// process.
    pub started: String,
    /// Its arguments; the first is the program's name or path. Without `/proc` we know only that
    /// one.
    pub arguments: Vec<OsString>,
}

impl Process {
    /// Whether its first or second argument names this program: if an emulator runs the program (an
    /// amd64 image on an ARM machine), it is the second. `vim backup_service` matches too.
    pub fn runs(&self, program: &str) -> bool {
        let mut first_two = self.arguments.iter().take(2);
        first_two.any(|argument| Path::new(argument).file_name() == Some(program.as_ref()))
    }
}

/// Whether this system has Linux's `/proc`.
pub fn has_proc() -> bool {
    Path::new("/proc/self/cmdline").exists()
}

/// Every process that this user may see.
///
/// # Errors
/// If `/proc` cannot be read, because too many files are open or memory is short; or if there is
/// no `/proc` and `ps` fails.
pub fn all() -> io::Result<Vec<Process>> {
    if !has_proc() {
        return run_ps(&["-A"]);
    }
    let mut processes = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        // A name that is not a number is not a process.
        if let Some(pid) = name.to_str().and_then(|name| name.parse().ok()) {
            processes.extend(read_proc(Pid::from_raw(pid))?);
        }
    }
    Ok(processes)
}

/// The process with this id; `None` if there is none, or only a zombie.
///
/// # Errors
/// As [`all`]; and if the process exists but is not shown to this user, as with `hidepid` (proc(5)).
pub fn get(pid: Pid) -> io::Result<Option<Process>> {
    if !has_proc() {
        return Ok(run_ps(&["-p", &pid.to_string()])?.pop());
    }
    let found = read_proc(pid)?;
    let is_shown = Path::new(&format!("/proc/{pid}/stat")).exists();
    // `None` sends no signal; the call only checks whether the process exists.
    if found.is_none() && !is_shown && signal::kill(pid, None) != Err(Errno::ESRCH) {
        let message = format!("the process list does not show process {pid} to this user");
        return Err(io::Error::new(ErrorKind::PermissionDenied, message));
    }
    Ok(found)
}

/// Whether `signal` was sent to `pid`, which has not received it yet. A process with a pending
/// SIGKILL is still listed, but runs no more of its program. `/proc/PID/status` (proc(5)) has the
/// pending signals in hexadecimal: signal N is bit N - 1. Without `/proc`, returns `false`.
pub fn is_pending(pid: Pid, signal: Signal) -> bool {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    status.lines().any(|line| {
        let pending = line
            .strip_prefix("SigPnd:")
            .or(line.strip_prefix("ShdPnd:"));
        let bits = pending.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok());
        bits.is_some_and(|bits| bits & (1 << (signal as u32 - 1)) != 0)
    })
}

/// Reads a process from `/proc` (proc(5)); `None` if it has ended.
fn read_proc(pid: Pid) -> io::Result<Option<Process>> {
    let (Some(stat), Some(cmdline)) = (read_of(pid, "stat")?, read_of(pid, "cmdline")?) else {
        return Ok(None);
    };
    Ok(parse_proc(pid, &stat, &cmdline))
}

/// Reads one file of a process; `None` if the process has ended. If too many files are open or
/// memory is short, we don't know whether it has: that is an error.
fn read_of(pid: Pid, file: &str) -> io::Result<Option<Vec<u8>>> {
    fs::read(format!("/proc/{pid}/{file}"))
        .map(Some)
        .or_else(|error| match error.raw_os_error().map(Errno::from_raw) {
            Some(Errno::EMFILE | Errno::ENFILE | Errno::ENOMEM) => Err(error),
            _ => Ok(None),
        })
}

/// Parses `/proc/PID/stat` and `/proc/PID/cmdline`; `None` for a zombie. In `stat` the program's
/// name is in parentheses; the state is the first field after it, and the start time the twentieth.
/// In `cmdline` a zero byte follows each argument. A program that has just been started may have no
/// arguments yet.
fn parse_proc(pid: Pid, stat: &[u8], cmdline: &[u8]) -> Option<Process> {
    let stat = String::from_utf8_lossy(stat);
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let (state, started) = (*fields.first()?, *fields.get(19)?);
    if matches!(state, "Z" | "X") {
        return None;
    }
    // A long `cmdline` takes several calls of `read`. If the process ends between two of them, we
    // have only a part.
    let arguments = match cmdline.strip_suffix(b"\0") {
        Some(whole) => whole
            .split(|&byte| byte == 0)
            .map(OsStr::from_bytes)
            .map(OsString::from)
            .collect(),
        None => Vec::new(),
    };
    Some(Process {
        pid,
        started: started.to_owned(),
        arguments,
    })
}

/// Runs `ps` (POSIX; `stat` and `lstart` are in procps, macOS and the BSDs). We ask for `comm`, the
/// program alone. In `args`, the program with its arguments, a path that contains a space would
/// look like two arguments.
fn run_ps(which: &[&str]) -> io::Result<Vec<Process>> {
    let output = Command::new("ps")
        .args(which)
        .args(["-ww", "-o", "pid=,stat=,lstart=,comm="])
        .env("LC_ALL", "C")
        .output()
        .map_err(|error| io::Error::new(error.kind(), format!("ps: {error}")))?;
    // `ps -p` without a match exits with status 1 too, but prints no message.
    if !output.status.success() && !output.stderr.is_empty() {
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(io::Error::other(format!("ps: {}", message.trim())));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().filter_map(parse_ps).collect())
}

/// Parses a line such as `  7 Ss   Wed Nov 25 20:46:52 2026     /home/ann smith/backup_service`;
/// `None` for a zombie.
fn parse_ps(line: &str) -> Option<Process> {
    let mut rest = line;
    let mut words = [""; 7];
    for word in &mut words {
        (*word, rest) = rest.trim_start().split_once(' ')?;
    }
    let [pid, state, started @ ..] = words;
    (!state.starts_with('Z')).then_some(Process {
        pid: Pid::from_raw(pid.parse().ok()?),
        started: started.join(" "),
        arguments: vec![OsString::from(rest.trim_start())],
    })
}
