//! Reads and changes `backup_schedules.txt`.
//!
//! Exercise, `create-1`, `delete-1`, `list-1`: the file has one schedule per line, whose index is
//! the number of the line, counted from 0.
//! Python: `open(path, "a")`, and `readlines()`, `pop(index)`, `writelines()`. Two programs that do
//! this at once lose a line. Here each writer holds a lock on the directory.
//! In production: a database, or one file per schedule.
//!
//! People edit this file by hand, so a change keeps all other bytes as they are.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};

use nix::fcntl::OFlag;

use crate::atomic_file::{AtomicFile, sync_directory};
use crate::file_id::FileId;
use crate::layout;
use crate::wait::{self, wait_for};

/// The byte-order mark that some editors put at the beginning of a file. It is no part of a line.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// The text of `dir/backup_schedules.txt`, without a byte-order mark. Bytes that are not UTF-8 are
/// replaced by `\u{fffd}`, which the parser of schedules refuses. An index is a position in its
/// `lines()`.
///
/// # Errors
/// `NotFound` if the file is missing; any other error if it cannot be read or is not a regular
/// file.
pub fn read(dir: &Path) -> io::Result<String> {
    let bytes = bytes_of(&open(dir, OpenOptions::new().read(true))?)?;
    Ok(String::from_utf8_lossy(without_bom(&bytes)).into_owned())
}

/// Appends `line`, and returns when it is on the disk. If the last line has no newline, it gets one
/// first, so that the two lines are not joined.
///
/// # Errors
/// If the directory cannot be locked, or if the file cannot be opened or written: then it has the
/// same lines as before. If the directory cannot be synced, see [`sync_directory`].
pub fn append(dir: &Path, line: &str) -> io::Result<()> {
    let directory = lock(dir)?;
    loop {
        let file = open(dir, OpenOptions::new().read(true).append(true).create(true))?;
        append_to(&file, line)?;
        // If a text editor has replaced the file meanwhile, append to the new one, unless that has
        // the line already.
        if is_current(&file, dir) || read(dir).is_ok_and(|text| text.lines().any(|its| its == line))
        {
            return sync_directory(&directory);
        }
    }
}

/// Appends `line` to `file`. After an error the file is as it was before.
fn append_to(mut file: &File, line: &str) -> io::Result<()> {
    let old = bytes_of(file)?;
    let newline = match without_bom(&old).last() {
        None | Some(b'\n') => "",
        Some(_) => "\n",
    };
    let written = file
        .write_all(format!("{newline}{line}\n").as_bytes())
        .and_then(|()| file.sync_all());
    if written.is_err() {
        file.set_len(old.len() as u64)?;
    }
    written
}

/// Whether `file` is still the schedules file, and not one that was replaced.
fn is_current(file: &File, dir: &Path) -> bool {
    FileId::of_file(file).ok() == FileId::of_path(&dir.join(layout::SCHEDULES)).ok()
}

/// Removes the line at `index`, and returns it. Returns `None`, and changes nothing, if there is no
/// such line. A new file with the same permissions replaces the old one in one step.
///
/// # Errors
/// `NotFound` if the file is missing; any other error if the directory cannot be locked, if the
/// file cannot be read, written or replaced, or if a program that does not use our lock, such as a
/// text editor, has changed it meanwhile. If only the sync of the directory fails, the line is
/// removed (see [`sync_directory`]).
pub fn remove(dir: &Path, index: usize) -> io::Result<Option<String>> {
    let directory = lock(dir)?;
    // Open the file for writing too, so that a read-only file is an error: `rename` would replace
    // it.
    let file = open(dir, OpenOptions::new().read(true).write(true))?;
    let bytes = bytes_of(&file)?;
    let text = without_bom(&bytes);
    let bom = &bytes[..bytes.len() - text.len()];
    let mut lines: Vec<&[u8]> = text.split_inclusive(|&byte| byte == b'\n').collect();
    if index >= lines.len() {
        return Ok(None);
    }
    let removed = String::from_utf8_lossy(lines.remove(index))
        .trim_end()
        .to_owned();
    let new = AtomicFile::create(&directory, layout::TEMP_SCHEDULES)?;
    new.file().write_all(&[bom, &lines.concat()].concat())?;
    copy_permissions(&file, new.file())?;
    let name = real_path(dir);
    new.commit_if(name.file_name().unwrap_or_default(), || {
        let now = bytes_of(&open(dir, OpenOptions::new().read(true))?)?;
        match now == bytes {
            true => Ok(()),
            false => Err(io::Error::other(
                "somebody else has just changed it; try again",
            )),
        }
    })?;
    Ok(Some(removed))
}

/// Gives `new` the owner and the mode of `old`.
fn copy_permissions(old: &File, new: &File) -> io::Result<()> {
    let old = old.metadata()?;
    // Only root may change the owner. Otherwise the new file belongs to this user.
    let _ = fchown(new, Some(old.uid()), Some(old.gid()));
    new.set_permissions(old.permissions())
}

fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BOM).unwrap_or(bytes)
}

fn bytes_of(mut file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens the file if it is a regular one. Opening or reading a FIFO would block.
fn open(dir: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let file = options
        .custom_flags(OFlag::O_NONBLOCK.bits())
        .open(dir.join(layout::SCHEDULES))?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::Error::new(
            ErrorKind::InvalidInput,
            "not a regular file",
        )),
    }
}

/// Waits for the lock of the directory, which is held until the value is dropped. A lock on the
/// file itself would stay with the old file when that is replaced. Also removes the temporary file
/// of a writer that was killed.
fn lock(dir: &Path) -> io::Result<File> {
    let path = real_path(dir);
    let directory = File::open(parent(&path))?;
    let event = format!(
        "another program to unlock the directory {}",
        parent(&path).display()
    );
    wait_for(&event, wait::TIMEOUT, || match directory.try_lock() {
        Ok(()) => Ok(Some(())),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    })?;
    let _ = fs::remove_file(parent(&path).join(layout::TEMP_SCHEDULES));
    Ok(directory)
}

/// The path of the file behind symbolic links: a link must stay a link when the file is replaced.
fn real_path(dir: &Path) -> PathBuf {
    let path = dir.join(layout::SCHEDULES);
    fs::canonicalize(&path).unwrap_or(path)
}

fn parent(path: &Path) -> &Path {
    path.parent().expect("the path ends in the file's name")
}
