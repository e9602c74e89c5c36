//! The descendants of a process, from Linux's `/proc` (proc(5)).

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// How long killed processes may take to end.
const KILL_TIMEOUT: Duration = Duration::from_secs(10);

/// Every process that descends from this one and runs. With
/// [`adopt_orphans`](super::subreaper::adopt_orphans), also those whose parent has ended.
pub fn descendants() -> Vec<Pid> {
    let mut family = descendants_of(Pid::this());
    family.remove(0);
    family
}

/// `pid` and every process that descends from it and runs.
pub fn descendants_of(pid: Pid) -> Vec<Pid> {
    let mut family = vec![pid];
    let mut next = 0;
    while let Some(&parent) = family.get(next) {
        family.extend(children(parent).into_iter().filter(|&pid| !is_zombie(pid)));
        next += 1;
    }
    family
}

/// The processes that the threads of `parent` have started or adopted.
fn children(parent: Pid) -> Vec<Pid> {
    let mut children = Vec::new();
    let threads = fs::read_dir(format!("/proc/{parent}/task"));
    for thread in threads.into_iter().flatten().flatten() {
        let text = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        children.extend(
            text.split_whitespace()
                .flat_map(str::parse)
                .map(Pid::from_raw),
        );
    }
    children
}

/// Whether a process has ended, and its parent does not know yet. A process that is not there at
/// all is none.
fn is_zombie(pid: Pid) -> bool {
    let stat = fs::read(format!("/proc/{pid}/stat")).unwrap_or_default();
    let stat = String::from_utf8_lossy(&stat);
    // The state comes after the name, which is in parentheses.
    let state = stat.rsplit(')').next().unwrap_or_default().trim_start();
    state.starts_with(['Z', 'X']) || state.is_empty()
}

/// The arguments of a process, each with a NUL byte at its end. A process that has ended has none.
pub fn arguments(pid: Pid) -> Vec<u8> {
    fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default()
}

/// How many bytes of memory a process uses (`VmRSS`).
pub fn memory(pid: Pid) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// Kills every descendant of this process, also those that are started meanwhile, and says how
/// many processes that were.
pub fn end_descendants() -> usize {
    kill_until_none_is_left(descendants)
}

/// Kills every descendant of `pid`. A process whose parent is killed first may be adopted by us.
pub fn end_descendants_of(pid: Pid) -> usize {
    kill_until_none_is_left(|| descendants_of(pid).split_off(1))
}

fn kill_until_none_is_left(family: impl Fn() -> Vec<Pid>) -> usize {
    let since = Instant::now();
    let mut killed = Vec::new();
    while since.elapsed() < KILL_TIMEOUT {
        let left = family();
        if left.is_empty() {
            break;
        }
        for pid in left {
            let _ = kill(pid, Signal::SIGKILL);
            if !killed.contains(&pid) {
                killed.push(pid);
            }
        }
        thread::sleep(Duration::from_millis(2));
    }
    killed.len()
}
