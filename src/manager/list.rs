//! Serves *`list`: print the scheduled backups, adding an index before each schedule*.

use std::fmt::Write;
use std::path::Path;

use crate::escape::escape;
use crate::outcome::{Done, Outcome};
use crate::schedule_file;

/// Prints every line of the schedules of `dir`, wrong ones too, each after its index.
///
/// # Errors
/// No schedules file, or one that cannot be read.
pub fn list(dir: &Path) -> Outcome {
    let text =
        schedule_file::read(dir).map_err(|error| super::unusable_schedules("read", &error))?;
    let mut output = String::new();
    for (index, line) in text.lines().enumerate() {
        let _ = writeln!(output, "{index}: {}", escape(line));
    }
    Ok(Done {
        output,
        ..Done::new("Show schedules list")
    })
}
