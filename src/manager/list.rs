//! Prints the schedules.
//!
//! Exercise, `list-1`, `list-2`: print each schedule after its index, and log it.
//! Python: `for index, line in enumerate(file)`.

use std::fmt::Write;
use std::path::Path;

use crate::escape::escape;
use crate::outcome::{Done, Failure, Outcome};
use crate::schedule_file;

/// Returns every line of the schedules file of `dir` after its index, malformed lines too.
///
/// # Errors
/// If there is no schedules file, or it cannot be read.
pub fn list(dir: &Path) -> Outcome {
    let text =
        schedule_file::read(dir).map_err(|error| Failure::of_schedules_file("read", &error))?;
    let mut output = String::new();
    for (index, line) in text.lines().enumerate() {
        let _ = writeln!(output, "{index}: {}", escape(line));
    }
    Ok(Done {
        output,
        ..Done::new("Show schedules list")
    })
}
