//! Tables of cases: a failed test shows each row that is wrong, with its input, what should have come
//! out, and what did.

use std::fmt::{Debug, Write};

/// Panics unless `function` returns the second part of each case for its first part.
#[track_caller]
pub fn assert_cases<I: Debug, T: Debug + PartialEq>(
    what: &str,
    cases: impl IntoIterator<Item = (I, T)>,
    function: impl Fn(&I) -> T,
) {
    let mut table = String::new();
    for (input, expected) in cases {
        let actual = function(&input);
        if actual != expected {
            let _ = writeln!(table, "{input:?} | {expected:?} | {actual:?}");
        }
    }
    assert!(
        table.is_empty(),
        "{what}\ninput | expected | actual\n{table}"
    );
}
