//! The limits of a command, and the one that it has exceeded.

use std::fmt::{self, Display, Formatter};
use std::io;
use std::time::Duration;

use nix::unistd::Pid;

use super::processes;

/// The limits of a command and of all processes that it starts.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long it may run.
    pub time: Duration,
    /// How many bytes of each of its two outputs are kept. It may print more.
    pub output: usize,
    /// How many bytes of memory its processes may use.
    pub memory: u64,
    /// How many processes may run at once.
    pub processes: usize,
}

impl Limits {
    /// A limit on time, and 64 KiB of output.
    pub fn time(time: Duration) -> Limits {
        Limits {
            time,
            output: 64 * 1024,
            memory: u64::MAX,
            processes: usize::MAX,
        }
    }

    /// Whether memory or processes must be counted while the command runs.
    pub(super) fn must_measure(&self) -> bool {
        self.memory < u64::MAX || self.processes < usize::MAX
    }

    /// The limit that `pid` and its descendants exceed now.
    pub(super) fn exceeded(&self, pid: Pid) -> Option<Stopped> {
        let family = processes::descendants_of(pid);
        if family.len() > self.processes {
            return Some(Stopped::Processes(self.processes));
        }
        let used: u64 = family.iter().map(|&pid| processes::memory(pid)).sum();
        (used > self.memory).then_some(Stopped::Memory(self.memory))
    }
}

/// Why a command did not end by itself.
#[derive(Debug)]
pub enum Stopped {
    /// It could not be started.
    NotStarted(io::Error),
    /// It ran longer than this.
    Time(Duration),
    /// It used more than so many bytes of memory.
    Memory(u64),
    /// It ran more than so many processes at once.
    Processes(usize),
}

impl Display for Stopped {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        match self {
            Stopped::NotStarted(error) => write!(f, "it cannot be run: {error}"),
            Stopped::Time(limit) => write!(f, "it still runs after {} s", limit.as_secs()),
            Stopped::Memory(limit) => write!(f, "it uses more than {} MiB of memory", limit >> 20),
            Stopped::Processes(limit) => write!(f, "it runs more than {limit} processes"),
        }
    }
}
