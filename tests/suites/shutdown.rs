//! The rules for `shutdown.rs`. `tests/faults/lifecycle.rs` sends the signals, to real services: a
//! test here must not block the signals of the tests beside it.

use std::time::{Duration, Instant};

use super::subject::Shutdown;

const NEVER: Duration = Duration::from_secs(600);

#[test]
fn no_stop_is_requested_at_first() {
    let (_sender, shutdown) = Shutdown::channel();
    assert!(
        !shutdown.is_requested() && !shutdown.wait(Duration::ZERO),
        "while the sender lives, no stop is requested"
    );
}

#[test]
fn request_stays_requested() {
    let (sender, shutdown) = Shutdown::channel();
    drop(sender);
    for _ in 0..2 {
        assert!(
            shutdown.is_requested() && shutdown.wait(NEVER),
            "after the sender is dropped, each call must say that a stop is requested"
        );
    }
}

#[test]
fn request_ends_a_wait() {
    let (sender, shutdown) = Shutdown::channel();
    let began = Instant::now();
    let waiter = std::thread::spawn(move || shutdown.wait(NEVER));
    drop(sender);
    let requested = waiter.join().expect("`wait` must not panic");
    assert!(
        requested && began.elapsed() < NEVER,
        "the request must end the wait, which says that a stop is requested"
    );
}
