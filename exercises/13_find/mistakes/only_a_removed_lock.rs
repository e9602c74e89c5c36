//! Caught by `a_service_whose_logs_were_moved_away_is_an_orphan_even_after_others_took_their_place`: a lock that has a name somewhere is not looked at.

use std::fs;
use std::io;
use std::path::Path;

use nix::unistd::Pid;

use super::{list, lock};
use crate::layout;

pub use backup::process::find::*;

pub fn orphans(dir: &Path) -> io::Result<Vec<Pid>> {
    let path = layout::lock(&fs::canonicalize(dir)?);
    let gone = format!("{} (deleted)", path.display());
    let mut found = Vec::new();
    for process in table::all()? {
        let Ok(files) = fs::read_dir(format!("/proc/{}/fd", process.pid)) else {
            continue;
        };
        let names = files
            .flatten()
            .filter_map(|file| fs::read_link(file.path()).ok());
        if names.into_iter().any(|name| name.to_string_lossy() == gone) {
            found.push(process.pid);
        }
    }
    Ok(found)
}
