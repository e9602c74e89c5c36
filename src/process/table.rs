//! The processes of this machine, with their arguments.
//!
//! Serves the hint *play with the command `ps -A -f`, it will show a list of all active processes
//! with the arguments attached to them and their process ids*. On Linux `ps` itself reads `/proc`,
//! and so do we: a container may have no `ps`, and an argument with a space stays one argument.
//! Elsewhere we ask `ps`.
//!
//! In production: the `sysinfo` crate.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;
use std::process::Command;

use nix::errno::Errno;
use nix::sys::signal::Signal;
use nix::unistd::Pid;

/// A process that runs: not a zombie, which has ended and only waits for its parent to notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its process id.
    pub pid: Pid,
    /// When it was started, in clock ticks since the machine was; 0 where only `ps` tells. With
    /// its id this is one process for ever, while an id alone is given to another in time.
    pub started: u64,
    /// Its arguments; the first is how it was called.
    pub arguments: Vec<OsString>,
}

impl Process {
    /// The name of its program, without directories.
    pub fn name(&self) -> &OsStr {
        let called = self.arguments.first().map_or(OsStr::new(""), |first| first);
        Path::new(called).file_name().unwrap_or(called)
    }
}

/// Every process that this one may see.
///
/// # Errors
/// What the system answers if neither `/proc` nor `ps` can be asked, for want of open files or of
/// memory, for instance.
pub fn all() -> io::Result<Vec<Process>> {
    if !Path::new("/proc/self/cmdline").exists() {
        return ask_ps(&["-A"]);
    }
    let mut processes = Vec::new();
    for entry in fs::read_dir("/proc")? {
        if let Some(pid) = entry?
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
        {
            processes.extend(read_proc(Pid::from_raw(pid))?);
        }
    }
    Ok(processes)
}

/// The process `pid`; `None` if it has ended, also as a zombie.
///
/// # Errors
/// As [`all`].
pub fn get(pid: Pid) -> io::Result<Option<Process>> {
    if Path::new("/proc/self/cmdline").exists() {
        read_proc(pid)
    } else {
        Ok(ask_ps(&["-p", &pid.to_string()])?.pop())
    }
}

/// Whether `signal` was sent to `pid` and waits to be noticed. With SIGKILL waiting, a process is
/// still listed, but will run no more of its program. Linux's `/proc/PID/status` (proc(5)) lists
/// what waits as hexadecimal bits; where there is none, the answer is `false`.
pub fn is_pending(pid: Pid, signal: Signal) -> bool {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    status
        .lines()
        .filter_map(|line| {
            line.strip_prefix("SigPnd:")
                .or(line.strip_prefix("ShdPnd:"))
        })
        .filter_map(|signals| u64::from_str_radix(signals.trim(), 16).ok())
        .any(|signals| signals & 1 << (signal as u32 - 1) != 0)
}

/// From Linux's `/proc` (proc(5)). In `stat` the state is the first field after the name in
/// parentheses, and the start the twentieth; `cmdline` has a zero byte after each argument. A
/// program that has just been started may not show its arguments yet.
fn read_proc(pid: Pid) -> io::Result<Option<Process>> {
    let (Some(stat), Some(cmdline)) = (read_of(pid, "stat")?, read_of(pid, "cmdline")?) else {
        return Ok(None);
    };
    Ok(parse_proc(pid, &stat, cmdline))
}

/// A file of a process; `None` if it has ended. That too many files are open, or too little memory
/// is left, says nothing about it.
fn read_of(pid: Pid, file: &str) -> io::Result<Option<Vec<u8>>> {
    fs::read(format!("/proc/{pid}/{file}"))
        .map(Some)
        .or_else(|error| match error.raw_os_error().map(Errno::from_raw) {
            Some(Errno::EMFILE | Errno::ENFILE | Errno::ENOMEM) => Err(error),
            _ => Ok(None),
        })
}

fn parse_proc(pid: Pid, stat: &[u8], mut bytes: Vec<u8>) -> Option<Process> {
    let stat = String::from_utf8_lossy(stat);
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let started = fields.get(19)?.parse().ok()?;
    if matches!(fields[0], "Z" | "X") {
        return None;
    }
    // Read in pieces; of a process that ends meanwhile only a part, which means nothing.
    if !bytes.ends_with(b"\0") {
        bytes.clear();
    }
    let arguments = bytes
        .split_inclusive(|&byte| byte == 0)
        .map(|argument| argument.strip_suffix(b"\0").unwrap_or(argument))
        .map(|argument| OsString::from_vec(argument.to_vec()))
        .collect();
    Some(Process {
        pid,
        started,
        arguments,
    })
}

/// From `ps` (POSIX), which separates arguments by spaces only.
fn ask_ps(which: &[&str]) -> io::Result<Vec<Process>> {
    let output = Command::new("ps")
        .args(which)
        .args(["-o", "pid=,stat=,args="])
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.lines().filter_map(parse_ps).collect())
}

fn parse_ps(line: &str) -> Option<Process> {
    let mut words = line.split_whitespace();
    let pid = Pid::from_raw(words.next()?.parse().ok()?);
    let is_zombie = words.next()?.starts_with('Z');
    let arguments = words.map(OsString::from).collect();
    (!is_zombie).then_some(Process {
        pid,
        started: 0,
        arguments,
    })
}
