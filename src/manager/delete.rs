//! Serves *`delete [index]`: delete the backup schedule at line `index` (starting by 0)*.

use std::path::Path;

use crate::outcome::{Done, Failure, Outcome};
use crate::schedule_file;

/// Removes line `index` from the schedules of `dir`.
///
/// # Errors
/// An index that is no number or has no line, no schedules file, or one that cannot be written.
pub fn delete(dir: &Path, index: &str) -> Outcome {
    let removed = match parse_index(index) {
        Some(index) => schedule_file::remove(dir, index),
        None => schedule_file::read(dir).map(|_| None),
    };
    match removed.map_err(|error| super::unusable_schedules("change", &error))? {
        Some(_) => Ok(Done::new(format!("Schedule at index {index} deleted"))),
        None => Err(Failure::new(
            format!("can't find schedule at index {index}"),
            "backup_manager list shows each schedule after its index",
        )),
    }
}

/// Digits only: Rust's own parser would also take `+1`.
fn parse_index(text: &str) -> Option<usize> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}
