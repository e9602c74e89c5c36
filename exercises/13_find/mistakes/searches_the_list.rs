//! Caught by `editor_of_a_file_with_the_name_is_not_the_service`: it searches the arguments, as `ps -A -f | grep backup_service` does.
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
