//! What `stop.rs` must do. That SIGTERM and SIGINT request a stop is seen in `tests/words.rs`, on
//! real services: a test must not block the signals of its neighbours.

use std::time::{Duration, Instant};

use super::subject::Shutdown;

const NEVER: Duration = Duration::from_secs(600);

#[test]
fn nothing_is_requested_at_first() {
    let (_sender, shutdown) = Shutdown::channel();
    assert!(!shutdown.is_requested());
    assert!(!shutdown.wait(Duration::ZERO));
}

#[test]
fn a_request_stays_requested() {
    let (sender, shutdown) = Shutdown::channel();
    drop(sender);
    for _ in 0..2 {
        assert!(shutdown.is_requested());
        assert!(shutdown.wait(NEVER));
    }
}

#[test]
fn a_request_ends_a_wait() {
    let (sender, shutdown) = Shutdown::channel();
    let began = Instant::now();
    let waiter = std::thread::spawn(move || shutdown.wait(NEVER));
    drop(sender);
    assert!(waiter.join().unwrap());
    assert!(began.elapsed() < NEVER);
}
