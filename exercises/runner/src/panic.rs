//! The message of a test that failed.

/// A panic, as Rust prints it.
#[derive(Debug, PartialEq, Eq)]
pub struct Panic {
    /// Its file, line and column.
    pub place: String,
    /// Its message.
    pub message: String,
}

/// The parts of a panic that compared two values.
#[derive(Debug, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// The message of the assertion: what should have happened. It may be empty.
    pub claim: &'a str,
    /// The value on the left, as a rule the learner's.
    pub left: &'a str,
    /// The value on the right, as a rule the expected one.
    pub right: &'a str,
}

impl Panic {
    /// The first panic in what a test printed on standard error.
    pub fn first(errors: &str) -> Option<Panic> {
        let mut lines = errors.lines();
        let first = lines.find_map(place)?;
        let is_message =
            |line: &&str| place(line).is_none() && !line.starts_with("note: run with ");
        let message: Vec<_> = lines.take_while(is_message).collect();
        Some(Panic {
            place: first.to_owned(),
            message: message.join("\n").trim_end().to_owned(),
        })
    }

    /// Whether it is a `todo!()`.
    pub fn is_todo(&self) -> bool {
        self.message.starts_with("not yet implemented")
    }

    /// Its file and line, without the column.
    pub fn line(&self) -> &str {
        self.place
            .rsplit_once(':')
            .map_or(&self.place, |(line, _)| line)
    }

    /// The two values of an `assert_eq!`.
    pub fn comparison(&self) -> Option<Comparison<'_>> {
        let rest = self
            .message
            .strip_prefix("assertion `left == right` failed")?;
        let (claim, values) = rest.split_once("\n  left: ")?;
        let (left, right) = values.rsplit_once("\n right: ")?;
        let claim = claim.strip_prefix(": ").unwrap_or(claim);
        Some(Comparison { claim, left, right })
    }
}

/// Where a panic happened, if `line` is its first.
fn place(line: &str) -> Option<&str> {
    let (_, place) = line.strip_prefix("thread ")?.split_once(" panicked at ")?;
    place.strip_suffix(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_panic_is_read() {
        let errors = "noise\n\nthread 'suite::x' (7) panicked at tests/suites/x.rs:5:9:\n\
            assertion `left == right` failed: the day comes first\n  left: 1\n right: 2\n\
            note: run with `RUST_BACKTRACE=1` environment variable\n\n\
            thread 'b' (8) panicked at b.rs:1:1:\nlater\n";
        let panic = Panic::first(errors).expect("there is a panic");
        assert_eq!(panic.line(), "tests/suites/x.rs:5");
        let expected = Comparison {
            claim: "the day comes first",
            left: "1",
            right: "2",
        };
        assert_eq!(panic.comparison(), Some(expected));
        assert!(!panic.is_todo());
        assert_eq!(Panic::first("no panic"), None);
    }
}
