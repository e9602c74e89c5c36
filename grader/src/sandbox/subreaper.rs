//! Makes this process a *subreaper* (prctl(2)): the parent of every orphan among its descendants, so
//! that no process gets away by starting another and ending.
//!
//! One thread waits for all children, its own and the adopted ones: a program that asks whether its
//! service is gone must not find a zombie.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, Once};
use std::thread;
use std::time::Duration;

use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::Pid;

/// The exit statuses that no call of `wait` has taken yet.
static ENDED: Mutex<Option<HashMap<Pid, WaitStatus>>> = Mutex::new(None);
static ONE_MORE: Condvar = Condvar::new();

/// Adopts all orphans among the descendants of this process from now on. `Child::wait` finds no
/// child then: use [`super::run`].
pub fn adopt_orphans() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        #[cfg(target_os = "linux")]
        nix::sys::prctl::set_child_subreaper(true).expect("Linux has subreapers since 3.4");
        thread::spawn(reap);
    });
}

fn reap() {
    loop {
        match waitpid(None::<Pid>, None) {
            Ok(status) => record(status),
            // There is no child now. While there is one, its end is noticed at once.
            Err(_) => thread::sleep(Duration::from_millis(5)),
        }
    }
}

fn record(status: WaitStatus) {
    if let Some(pid) = status.pid() {
        let mut ended = ENDED.lock().expect("no panic holds it");
        ended.get_or_insert_default().insert(pid, status);
        ONE_MORE.notify_all();
    }
}

/// How `pid` ended, or `None` if it has not within `limit`.
pub(super) fn wait(pid: Pid, limit: Duration) -> Option<WaitStatus> {
    let ended = ENDED.lock().expect("no panic holds it");
    let is_missing = |ended: &mut Option<HashMap<_, _>>| {
        !ended.as_ref().is_some_and(|ended| ended.contains_key(&pid))
    };
    let (mut ended, _) = ONE_MORE
        .wait_timeout_while(ended, limit, is_missing)
        .expect("no panic holds it");
    ended.as_mut()?.remove(&pid)
}
