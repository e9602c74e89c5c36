//! Makes one backup: a complete archive replaces the last one, in one step.
//!
//! Exercise, `save-1`: backups go to `./backups`.
//! Python: `tarfile.open("backups/name.tar", "w:gz")`, which destroys the last archive before the new
//! one exists. Here the new one is a temporary file, which gets the archive's name when it is
//! complete.
//! In production: several generations of each archive, on another machine.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, ErrorKind};
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::AtFlags;
use nix::sys::stat::{SFlag, fstatat};

use super::Error;
use crate::archive::{self, Warnings};
use crate::atomic_file::{AtomicFile, sync_directory};
use crate::file_id::FileId;
use crate::layout;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;

/// Saves the path of `schedule`, relative to `dir`, as its archive in `dir/backups`. Returns one
/// warning for each file that could not be saved as it is.
///
/// The archive is readable by its owner only. Until it is complete and on the disk, the last one
/// stays. `dir` and `backups` may be renamed meanwhile.
///
/// # Errors
/// [`Error::Cancelled`] within a second of a stop request, [`Error::EmptySource`],
/// [`Error::NotAFile`]; [`Error::Archive`] or [`Error::Io`] if the source cannot be read, or if the
/// archive cannot be written. The last archive stays and nothing is left behind, except if the
/// directory cannot be synced: then the new archive is there (see [`sync_directory`]).
pub fn save(dir: &Path, schedule: &Schedule, shutdown: &Shutdown) -> Result<Warnings, Error> {
    let in_backups = |error| named(layout::BACKUPS, &error);
    let backups = open_backups(dir).map_err(in_backups)?;
    let source = dir.join(&schedule.path);
    let replaces_archive = archive_exists(&backups, &schedule.name)?;

    // The archive must not contain itself. And don't open our own lock file: closing it would
    // release the lock.
    let backups_id = FileId::of_file(&backups).map_err(in_backups)?;
    let lock_id = FileId::of_path(&layout::lock(dir)).ok();
    let exclusions: Vec<_> = lock_id.into_iter().chain([backups_id]).collect();

    let archive = create_temp_file(&backups).map_err(in_backups)?;
    let is_cancelled = || shutdown.is_requested();
    let mut warnings = archive::write(&source, archive.file(), &exclusions, &is_cancelled)?;

    // Check this last: a disk may have been unmounted since we began.
    if replaces_archive && is_empty_directory(&source)? {
        return Err(Error::EmptySource);
    }
    archive.commit(file_name(&schedule.name))?;
    if FileId::of_path(&dir.join(layout::BACKUPS)).ok() != Some(backups_id) {
        let text = "moved while the archive was written: it is in the moved directory";
        warnings.texts.push(format!("{}: {text}", layout::BACKUPS));
    }
    Ok(warnings)
}

/// Removes the temporary files that a killed service left in `dir/backups`; and, if the service of
/// another directory shares `backups`, those of its backup in progress, which then fails. Only the
/// service that holds the lock may call this, before its first backup.
///
/// # Errors
/// If the directory cannot be read, or if a file cannot be removed: the first such error, after all
/// other files are removed. A missing directory is no error.
pub fn remove_stale_temp_files(dir: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(dir.join(layout::BACKUPS)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    let mut result = Ok(());
    for entry in entries {
        let entry = entry?;
        // A directory is not ours, whatever its name.
        if is_temp_name(&entry.file_name()) && !entry.file_type()?.is_dir() {
            result = result.and(fs::remove_file(entry.path()));
        }
    }
    result
}

/// Opens `dir/backups`, which is created if it is missing.
fn open_backups(dir: &Path) -> io::Result<File> {
    let backups = dir.join(layout::BACKUPS);
    if !backups.is_dir() {
        fs::create_dir_all(&backups)?;
        // After a power cut the new directory must still be there. Only this sync needs permission
        // to read `dir`: without it, make the backup all the same.
        if let Ok(parent) = File::open(dir) {
            sync_directory(&parent)?;
        }
    }
    File::open(backups)
}

/// Creates a temporary file in `backups`. Its name is random: the services of two directories may
/// share one `backups` (a symbolic link to one disk), and must not write to the same file.
fn create_temp_file(backups: &File) -> io::Result<AtomicFile<'_>> {
    let random = RandomState::new().build_hasher().finish();
    let name = format!("{}{random:x}{}", layout::TEMP_PREFIX, layout::TEMP_SUFFIX);
    AtomicFile::create(backups, name)
}

fn is_temp_name(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(layout::TEMP_PREFIX.as_bytes())
        && name.ends_with(layout::TEMP_SUFFIX.as_bytes())
}

fn file_name(name: &str) -> String {
    format!("{name}{}", layout::ARCHIVE_SUFFIX)
}

/// Whether the archive called `name` exists. A symbolic link is not followed: it is replaced.
fn archive_exists(backups: &File, name: &str) -> Result<bool, Error> {
    let flags = AtFlags::AT_SYMLINK_NOFOLLOW;
    match fstatat(backups, file_name(name).as_str(), flags) {
        Ok(found) => match SFlag::from_bits_truncate(found.st_mode) & SFlag::S_IFMT {
            SFlag::S_IFREG | SFlag::S_IFLNK => Ok(true),
            _ => Err(Error::NotAFile(layout::archive(name))),
        },
        Err(Errno::ENOENT) => Ok(false),
        Err(errno) => Err(named(&layout::archive(name), &errno.into()).into()),
    }
}

/// Whether `source` is a directory without entries.
fn is_empty_directory(source: &Path) -> io::Result<bool> {
    match fs::read_dir(source) {
        Err(error) if error.kind() == ErrorKind::NotADirectory => Ok(false),
        entries => Ok(entries?.next().is_none()),
    }
}

/// `error`, with the name of its file: the system's message does not have it.
fn named(name: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{name}: {error}"))
}
