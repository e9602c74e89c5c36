//! Shows how two texts differ, one line per difference, when a test fails.

use std::fmt::Write;

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
pub fn diff(expected: &str, actual: &str) -> String {
    let (old, new) = (lines(expected), lines(actual));
    // common[i][j]: how many lines old[i..] and new[j..] have in common, in order.
    let mut common = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut text) = (0, 0, String::new());
    while i < old.len() || j < new.len() {
        let (sign, line) = if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
            (' ', old[i - 1])
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            i += 1;
            ('-', old[i - 1])
        } else {
            j += 1;
            ('+', new[j - 1])
        };
        let _ = writeln!(text, "{sign} {:?}", line);
    }
    text
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}
