//! Caught by `editor_of_a_file_with_the_name_is_not_the_service`: it searches the arguments, as `ps -A -f | grep backup_service` does.
//! Also fails: `another_program_with_the_lock_is_an_error`,
//! `killed_service_that_holds_its_lock_is_ending`,
//! `program_with_the_right_name_and_directory_is_not_the_service`,
//! `service_is_found_in_its_own_directory_only`,
//! `service_of_another_directory_with_the_same_lock_file_is_an_error`,
//! `service_whose_logs_were_removed_has_a_stale_lock`, `zombie_that_holds_its_lock_is_ending`.
//! Question: which programs have `backup_service` among their arguments?

use std::io;
use std::path::Path;

use super::table::{self, Process};
use crate::layout;

pub use backup::process::find::*;

pub fn service_state(_dir: &Path) -> io::Result<ServiceState> {
    let mentions_it = |process: &Process| {
        let mut arguments = process.arguments.iter();
        arguments.any(|argument| argument.to_string_lossy().contains(layout::SERVICE))
    };
    let found = table::all()?.into_iter().find(mentions_it);
    Ok(found.map_or(ServiceState::NotRunning, ServiceState::Running))
}
