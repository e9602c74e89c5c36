//! Waits for another process, with a message after a second and a time limit.
//!
//! Exercise, `create-1`, `stop-1`: `create` waits for other writers, and `stop` waits until the
//! process has ended.
//! Python: `while not done(): time.sleep(0.002)`, which waits for ever in silence.

use std::io::{self, ErrorKind};
use std::thread;
use std::time::{Duration, Instant};

use crate::terminal;

/// How long to wait before a message says what we are waiting for.
pub const NOTICE_AFTER: Duration = Duration::from_secs(1);

/// How long to wait before giving up.
pub const TIMEOUT: Duration = Duration::from_secs(30);

/// How often to try.
pub const POLL_INTERVAL: Duration = Duration::from_millis(2);

/// Calls `attempt` until it returns a value, and returns that. `event` completes the sentence
/// "waiting for ...".
///
/// # Errors
/// An error of `attempt`, or `TimedOut` if it has returned no value for `timeout`.
pub fn wait_for<T>(
    event: &str,
    timeout: Duration,
    mut attempt: impl FnMut() -> io::Result<Option<T>>,
) -> io::Result<T> {
    let start = Instant::now();
    let mut has_notified = false;
    loop {
        if let Some(value) = attempt()? {
            return Ok(value);
        }
        let waited = start.elapsed();
        if waited >= timeout {
            let seconds = timeout.as_secs();
            let message = format!("waited {seconds} s in vain for {event}");
            return Err(io::Error::new(ErrorKind::TimedOut, message));
        }
        if waited >= NOTICE_AFTER && !has_notified {
            notify(event);
            has_notified = true;
        }
        thread::sleep(POLL_INTERVAL);
    }
}

/// Tells the user why the program has not finished yet.
pub fn notify(event: &str) {
    terminal::print_to_stderr(&format!("waiting for {event}"));
}
