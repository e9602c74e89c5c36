//! Caught by `program_with_the_right_name_and_directory_is_not_the_service`: it accepts a program with the right name and directory, without the lock.
//! Also fails: `another_program_with_the_lock_is_an_error`,
//! `killed_service_that_holds_its_lock_is_ending`,
//! `service_of_another_directory_with_the_same_lock_file_is_an_error`,
//! `service_whose_logs_were_removed_has_a_stale_lock`, `zombie_that_holds_its_lock_is_ending`.
//! Question: what does only the service have?

use std::fs;
use std::io;
use std::path::Path;

use super::table;
use crate::layout;

pub use backup::process::find::*;

pub fn service_state(dir: &Path) -> io::Result<ServiceState> {
    let dir = fs::canonicalize(dir)?;
    for process in table::all()? {
        let cwd = fs::read_link(format!("/proc/{}/cwd", process.pid)).ok();
        if process.runs(layout::SERVICE) && cwd.as_ref() == Some(&dir) {
            return Ok(ServiceState::Running(process));
        }
    }
    Ok(ServiceState::NotRunning)
}
