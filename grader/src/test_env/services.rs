//! Waits for the service of the submission.

use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::TestEnv;
use crate::check::{Failure, Verdict};
use crate::sandbox::processes;

/// How long no service may run until a check gives up waiting for what it should do. A service
/// that starts itself anew has this time for it.
const NO_SERVICE: Duration = Duration::from_secs(3);

impl TestEnv {
    /// Waits for the service that was started, as a step on the way to the sentence.
    pub fn service_runs(&self) -> Verdict {
        match self.until(|| !self.services().is_empty()) {
            true => Ok(()),
            false => Err(self.no_service()),
        }
    }

    /// The sentence is not reached, because no service runs.
    pub fn no_service(&self) -> Failure {
        let printed = self.started.borrow();
        let log = self.service_log();
        Failure::NotReached(format!(
            "no service runs after `start`\nit printed: {printed}\nin its log: {log}"
        ))
    }

    /// The processes that look like the service, and descend from this check.
    pub fn services(&self) -> Vec<Pid> {
        let is_named = |pid: &Pid| {
            let name = self.submission.service.as_bytes();
            let arguments = processes::arguments(*pid);
            arguments.windows(name.len()).any(|window| window == name)
        };
        let mut found = processes::descendants();
        found.retain(|pid| !self.strangers.contains(pid) && is_named(pid));
        found
    }

    /// Kills the services: what is asked is not about `stop`.
    pub fn end_services(&self) {
        self.until(|| {
            let left = self.services();
            for &pid in &left {
                let _ = kill(pid, Signal::SIGKILL);
            }
            left.is_empty()
        });
    }

    /// Whether `condition` comes true within the timeout.
    pub fn until(&self, mut condition: impl FnMut() -> bool) -> bool {
        let since = Instant::now();
        while since.elapsed() < self.timeout {
            if condition() {
                return true;
            }
            thread::sleep(Duration::from_millis(20));
        }
        condition()
    }

    /// The same, but gives up when no service runs.
    pub fn until_service_ends(&self, mut condition: impl FnMut() -> bool) -> bool {
        let mut last_seen = Instant::now();
        let mut is_met = false;
        self.until(|| {
            is_met = condition();
            if last_seen.elapsed() > NO_SERVICE / 3 && !self.services().is_empty() {
                last_seen = Instant::now();
            }
            is_met || last_seen.elapsed() > NO_SERVICE
        });
        is_met
    }
}
