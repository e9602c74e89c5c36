//! The rules for `terminal.rs`. `tests/words.rs` tests the output of the programs.

use std::io::{self, ErrorKind, Write};

use super::subject::print;

/// An output on which every write fails.
struct Failing(ErrorKind);

impl Write for Failing {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn whole_text_is_printed() {
    let mut output = Vec::new();
    print("one\ntwo\n", &mut output).expect("a vector takes any text");
    assert_eq!(output, b"one\ntwo\n");
}

#[test]
fn closed_pipe_is_no_error_and_full_disk_is_one() {
    for (failure, expected) in [
        (ErrorKind::BrokenPipe, Ok(())),
        (ErrorKind::StorageFull, Err(ErrorKind::StorageFull)),
    ] {
        let actual = print("text\n", Failing(failure)).map_err(|error| error.kind());
        assert_eq!(actual, expected, "if every write fails with {failure:?}");
    }
}
