//! The rules for `process/ready.rs` in `start`. `tests/faults/lifecycle.rs` tests the service's side.

use std::io::{self, Write};
use std::time::Duration;

use super::subject::{Startup, wait_for_startup};

/// Longer than a message through a pipe takes.
const TIMEOUT: Duration = Duration::from_secs(20);

#[test]
fn first_line_is_the_answer() {
    for (words, expected) in [
        ("ready\n", Startup::Ready),
        ("ready\nand more\n", Startup::Ready),
        ("no room\n", Startup::Failed("no room".to_owned())),
        ("", Startup::Ended),
    ] {
        let (reader, mut writer) = io::pipe().unwrap();
        writer.write_all(words.as_bytes()).unwrap();
        drop(writer);
        let actual = wait_for_startup(reader, TIMEOUT).unwrap();
        assert_eq!(actual, expected, "the service has printed {words:?}");
    }
}

/// The service may keep the pipe open, with and without a first line.
#[test]
fn end_of_the_pipe_is_not_awaited() {
    let (reader, mut writer) = io::pipe().unwrap();
    writer.write_all(b"ready\n").unwrap();
    let actual = wait_for_startup(reader, TIMEOUT).unwrap();
    assert_eq!(actual, Startup::Ready, "the line is whole");
    let (reader, _writer) = io::pipe().unwrap();
    let actual = wait_for_startup(reader, Duration::from_millis(20)).unwrap();
    assert_eq!(actual, Startup::TimedOut, "nothing was printed in 20 ms");
}
