//! Caught by `the_new_archive_is_a_new_file_so_that_a_reader_of_the_old_one_keeps_it`: the last archive is written over.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::archive;
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> io::Result<Vec<String>> {
    fs::create_dir_all(dir.join(layout::BACKUPS))?;
    let archive = File::create(dir.join(layout::archive(&schedule.name)))?;
    let source = dir.join(&schedule.path);
    Ok(archive::write(&source, archive, &[], &|| {
        shutdown.is_requested()
    })?)
}
