//! Caught by `reader_of_old_archive_keeps_it`: the last archive is overwritten in place.
//! Also fails: `archive_excludes_backups_and_lock`,
//! `directory_or_fifo_in_archives_place_is_an_error`, `empty_source_keeps_last_archive`,
//! `error_names_backups_directory`, `link_in_archives_place_is_replaced`,
//! `missing_source_keeps_last_archive`, `only_owner_can_read_archive`,
//! `stop_request_keeps_last_archive`.
//! Question: what does a program read that had opened the old archive?

use std::fs::{self, File};
use std::path::Path;

use crate::archive::{self, Warnings};
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

pub use backup::backups::*;

pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> Result<Warnings, Error> {
    fs::create_dir_all(dir.join(layout::BACKUPS))?;
    let archive = File::create(dir.join(layout::archive(&schedule.name)))?;
    let source = dir.join(&schedule.path);
    Ok(archive::write(&source, archive, &[], &|| {
        shutdown.is_requested()
    })?)
}
