//! What `stop.rs` must do. That SIGTERM and SIGINT request a stop is seen in `tests/ours.rs`, on
//! real services: a test must not block the signals of its neighbours.

use std::time::{Duration, Instant};

use super::subject::Stop;

const NEVER: Duration = Duration::from_secs(600);

#[test]
fn nothing_is_requested_at_first() {
    let (_sender, stop) = Stop::by_hand();
    assert!(!stop.requested());
    assert!(!stop.wait(Duration::ZERO));
}

#[test]
fn a_request_stays_requested() {
    let (sender, stop) = Stop::by_hand();
    drop(sender);
    for _ in 0..2 {
        assert!(stop.requested());
        assert!(stop.wait(NEVER));
    }
}

#[test]
fn a_request_ends_a_wait() {
    let (sender, stop) = Stop::by_hand();
    let began = Instant::now();
    let waiter = std::thread::spawn(move || stop.wait(NEVER));
    drop(sender);
    assert!(waiter.join().unwrap());
    assert!(began.elapsed() < NEVER);
}
