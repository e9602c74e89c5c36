//! An archive is put in its place whole, or not at all.
//!
//! Serves *The backups will be saved in `./backups`*: Python's `tarfile.open("backups/name.tar",
//! "w")` destroys the last good archive before the new one exists. Here a new one is written under
//! another name, and takes its place when it is complete.
//!
//! In production: several generations of each archive, on another machine.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::archive;
use crate::atomic_file::sync_directory;
use crate::file_id::FileId;
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

/// Saves what `schedule` names, relative to `dir`, as its archive. Returns a warning for each file
/// that could not be saved as it is.
///
/// The archive is readable by its owner only from the first byte on, and is on the disk before it
/// takes the place of the last one (POSIX `rename`); until then that one stays.
///
/// # Errors
/// The reason, with nothing left behind: a source that is missing, cannot be read, or is empty
/// where an archive already exists (an unmounted disk looks like that); a full disk; a directory
/// or a FIFO in the archive's place; `Interrupted` when `stop` is requested. Only the error of
/// [`sync_directory`] comes when the archive is in its place.
pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> io::Result<Vec<String>> {
    let backups = dir.join(layout::BACKUPS);
    fs::create_dir_all(&backups).map_err(|error| named(layout::BACKUPS, &error))?;
    let place = dir.join(layout::archive(&schedule.name));
    let source = dir.join(&schedule.path);
    if replaces_an_archive(&place, schedule)? && is_empty_directory(&source)? {
        return Err(io::Error::other(
            "it is empty; its last archive is kept (remove that to save it empty)",
        ));
    }
    let unfinished = unfinished_in(&backups).map_err(|error| named(layout::BACKUPS, &error))?;
    // The archive in the making must not hold itself; nor may this process open the file of its
    // lock, for to close it again would drop the lock.
    let exclusions: Vec<_> = [&backups, &layout::lock(dir)]
        .iter()
        .flat_map(|path| FileId::of_path(path))
        .collect();
    let is_cancelled = || shutdown.is_requested();
    let warnings = archive::write(&source, unfinished.as_file(), &exclusions, &is_cancelled)?;
    unfinished.as_file().sync_all()?;
    let directory = File::open(&backups)?;
    unfinished.persist(&place)?;
    sync_directory(&directory)?;
    Ok(warnings)
}

/// Removes what a killed service left unfinished in `dir/backups`. Only for the service, which
/// alone writes there.
///
/// # Errors
/// What the system answers, but for a directory that is not there.
pub fn sweep(dir: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(dir.join(layout::BACKUPS)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        if name.starts_with(layout::TEMP_PREFIX.as_bytes())
            && name.ends_with(layout::TEMP_SUFFIX.as_bytes())
        {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// A new file for an archive in the making; it is removed when dropped.
fn unfinished_in(backups: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(layout::TEMP_PREFIX)
        .suffix(layout::TEMP_SUFFIX)
        .tempfile_in(backups)
}

/// Whether there is an archive at `place` already. A link there is not followed: it is replaced.
fn replaces_an_archive(place: &Path, schedule: &Schedule) -> io::Result<bool> {
    match fs::symlink_metadata(place) {
        Ok(found) if found.is_file() || found.is_symlink() => Ok(true),
        Ok(_) => Err(io::Error::other(format!(
            "{} is not a file",
            layout::archive(&schedule.name)
        ))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(named(&layout::archive(&schedule.name), &error)),
    }
}

/// Whether `source` is a directory without entries.
fn is_empty_directory(source: &Path) -> io::Result<bool> {
    match fs::read_dir(source) {
        Err(error) if error.kind() == ErrorKind::NotADirectory => Ok(false),
        entries => Ok(entries?.next().is_none()),
    }
}

fn named(name: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{name}: {error}"))
}
