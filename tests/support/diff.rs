//! Shows how two texts differ, one line per difference, when a test fails.

use similar::TextDiff;

/// Panics with a diff if the lines of `actual` are not those of `expected`.
#[track_caller]
pub fn assert_lines(what: &str, expected: &str, actual: &str) {
    assert!(
        expected == actual,
        "{what} is not as expected (- expected, + found):\n{}",
        diff(expected, actual)
    );
}

/// The lines of both texts: `-` those of `expected` only, `+` those of `actual` only.
fn diff(expected: &str, actual: &str) -> String {
    TextDiff::from_lines(expected, actual)
        .iter_all_changes()
        .map(|change| format!("{} {:?}\n", change.tag(), change.value()))
        .collect()
}

/// Panics unless `text` contains `part`, with the reason `why` it must.
#[track_caller]
pub fn assert_contains(text: &str, part: &str, why: &str) {
    assert!(text.contains(part), "{why}: {part:?} must be in\n{text}");
}
