//! One thread waits for all children of this process, its own and those it has adopted: a subject
//! that asks whether its service is gone must not find a zombie that we have left lying about.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::Pid;

/// How the children ended for which nobody has asked yet.
static ENDED: Mutex<Option<HashMap<Pid, WaitStatus>>> = Mutex::new(None);
static ONE_MORE: Condvar = Condvar::new();

/// Begins to wait for children. From now on `Child::wait` has nothing to wait for.
pub fn begin() {
    thread::spawn(|| {
        loop {
            match waitpid(None::<Pid>, None) {
                Ok(status) => record(status),
                // There is no child now. While there is one, its end is noticed at once.
                Err(_) => thread::sleep(Duration::from_millis(5)),
            }
        }
    });
}

fn record(status: WaitStatus) {
    if let Some(pid) = status.pid() {
        let mut ended = ENDED.lock().expect("no panic holds it");
        ended.get_or_insert_default().insert(pid, status);
        ONE_MORE.notify_all();
    }
}

/// How `pid` ended, or `None` if it has not within `limit`.
pub fn wait(pid: Pid, limit: Duration) -> Option<WaitStatus> {
    let ended = ENDED.lock().expect("no panic holds it");
    let is_missing = |ended: &mut Option<HashMap<_, _>>| {
        !ended.as_ref().is_some_and(|ended| ended.contains_key(&pid))
    };
    let (mut ended, _) = ONE_MORE
        .wait_timeout_while(ended, limit, is_missing)
        .expect("no panic holds it");
    ended.as_mut()?.remove(&pid)
}
