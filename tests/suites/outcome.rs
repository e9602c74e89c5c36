//! The rules for `outcome.rs`. The suites of `manager` test the failures of each instruction.

use super::subject::Failure;

#[test]
fn failure_is_printed_with_its_advice() {
    for (failure, expected) in [
        (
            Failure::new("malformed schedule: test;", "expected path;hh:mm;name"),
            "malformed schedule: test; (expected path;hh:mm;name)",
        ),
        (
            Failure::new("two\nlines", "in a\nfile name"),
            "two\\nlines (in a\\nfile name)",
        ),
        (
            Failure::usage("unknown instruction", "expected one of\n  start\n  stop"),
            "unknown instruction; expected one of\n  start\n  stop",
        ),
    ] {
        assert_eq!(failure.to_string(), expected, "{failure:?} on the terminal");
    }
}
