//! The processes that a grading has started, whatever they did to hide: whoever a process was
//! started by dies, and it becomes a child of the *subreaper* (prctl(2)), which is us.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// How long killed processes may take to go.
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes this process the parent of all orphans among its descendants.
pub fn adopt_orphans() {
    #[cfg(target_os = "linux")]
    nix::sys::prctl::set_child_subreaper(true).expect("Linux has subreapers since 3.4");
}

/// Every process that descends from this one and runs.
pub fn descendants() -> Vec<Pid> {
    let all = parents();
    let mut family = vec![Pid::this()];
    let mut next = 0;
    while let Some(&parent) = family.get(next) {
        let children = all.iter().filter(|(_, its)| *its == parent);
        family.extend(children.map(|(pid, _)| *pid));
        next += 1;
    }
    family.split_off(1)
}

/// The arguments of a process, each with a NUL byte at its end. None if it has ended, even if its
/// parent does not know yet.
pub fn arguments(pid: Pid) -> Vec<u8> {
    fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default()
}

/// Ends every descendant, also those that are started meanwhile.
pub fn end_descendants() {
    let since = Instant::now();
    while since.elapsed() < PATIENCE {
        let left = descendants();
        if left.is_empty() {
            return;
        }
        for pid in left {
            let _ = kill(pid, Signal::SIGKILL);
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// Each process that runs with its parent, from `/proc/PID/stat` (proc(5)): after the name in
/// parentheses come the state and the parent.
fn parents() -> Vec<(Pid, Pid)> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read(entry.path().join("stat")).ok()?;
            let stat = String::from_utf8_lossy(&stat);
            let mut fields = stat.rsplit(')').next()?.split_whitespace();
            let is_zombie = matches!(fields.next()?, "Z" | "X");
            let parent = fields.next()?.parse().ok()?;
            (!is_zombie).then_some((Pid::from_raw(pid), Pid::from_raw(parent)))
        })
        .collect()
}
