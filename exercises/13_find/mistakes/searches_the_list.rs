//! Caught by `a_stranger_that_only_mentions_the_name_is_not_found`: `ps -A -f | grep backup_service`, whose first answer is killed.

use std::io;
use std::path::Path;

use nix::unistd::Pid;

use super::table;
use crate::layout;

pub use backup::process::find::*;

pub fn serving(_dir: &Path) -> io::Result<Option<Pid>> {
    let mentions_it = |process: &table::Process| {
        let mut arguments = process.arguments.iter();
        arguments.any(|argument| argument.to_string_lossy().contains(layout::SERVICE))
    };
    let found = table::all()?.into_iter().find(mentions_it);
    Ok(found.map(|process| process.pid))
}
