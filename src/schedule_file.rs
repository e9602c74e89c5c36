//! `backup_schedules.txt`: one schedule a line; a line's number, from 0, is its index.
//!
//! Serves `create`, `delete` and `list`: Python's `open(path, "a")`, and `readlines()`,
//! `pop(index)`, `writelines()`. Two programs that do so at once lose a line; here each writer
//! holds the directory's lock. People edit this file by hand, so every byte that is not the change
//! itself stays as it is.
//!
//! In production: a database, or one file for each schedule.

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};

use nix::fcntl::OFlag;

use crate::atomic_file::{AtomicFile, sync_directory};
use crate::file_id::FileId;
use crate::layout;
use crate::wait::{self, wait_for};

/// The byte-order mark that some editors put at the beginning of a file. It is no part of a line.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// The text of `dir/backup_schedules.txt`, without a byte-order mark. What is not UTF-8 is replaced
/// by `\u{fffd}`, which the schedule parser rejects like any other wrong line. An index is a
/// position in its `lines()`.
///
/// # Errors
/// `NotFound` if there is no such file; what the system answers if it cannot be read, or is no
/// regular file.
pub fn read(dir: &Path) -> io::Result<String> {
    let bytes = bytes_of(&open(dir, OpenOptions::new().read(true))?)?;
    let text = String::from_utf8_lossy(bytes.strip_prefix(BOM).unwrap_or(&bytes));
    Ok(text.into_owned())
}

/// Adds `line` at the end, and returns when it is on the disk. A last line without a newline gets
/// one first, so that the two are not glued.
///
/// # Errors
/// What the system answers; the file is then as it was before, unless that says that it is done.
pub fn append(dir: &Path, line: &str) -> io::Result<()> {
    let directory = lock(dir)?;
    loop {
        let file = open(dir, OpenOptions::new().read(true).append(true).create(true))?;
        append_to(&file, line)?;
        // A text editor that saved meanwhile has put another file here: go on with that one.
        if is_in_place(&file, dir)
            || read(dir).is_ok_and(|text| text.lines().any(|its| its == line))
        {
            return sync_directory(&directory);
        }
    }
}

/// Adds `line` to `file`, or leaves it as it was.
fn append_to(mut file: &File, line: &str) -> io::Result<()> {
    let length = file.metadata()?.len();
    let glue = if ends_line(file, length)? { "" } else { "\n" };
    let written = file
        .write_all(format!("{glue}{line}\n").as_bytes())
        .and_then(|()| file.sync_all());
    if written.is_err() {
        file.set_len(length)?;
    }
    written
}

/// Whether `file` is what the name leads to now.
fn is_in_place(file: &File, dir: &Path) -> bool {
    let identity = |found: io::Result<Metadata>| found.ok().as_ref().map(FileId::from);
    identity(file.metadata()) == identity(fs::metadata(dir.join(layout::SCHEDULES)))
}

/// Removes the line at `index` and returns it; `None`, and nothing is changed, if there is none.
/// The new file takes the place of the old one in one step (`rename`), with its permissions.
///
/// # Errors
/// `NotFound` if there is no such file; what the system answers if it cannot be read or replaced;
/// and a file that somebody else, who knows nothing of our lock, has changed meanwhile.
pub fn remove(dir: &Path, index: usize) -> io::Result<Option<String>> {
    let directory = lock(dir)?;
    // Opened for writing too: a read-only file must not be changed, not even by a rename.
    let file = open(dir, OpenOptions::new().read(true).write(true))?;
    let bytes = bytes_of(&file)?;
    let (bom, text) = bytes.split_at(if bytes.starts_with(BOM) { BOM.len() } else { 0 });
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
        if bytes_of(&open(dir, OpenOptions::new().read(true))?)? == bytes {
            return Ok(());
        }
        Err(io::Error::other(
            "somebody else has just changed it; try again",
        ))
    })?;
    Ok(Some(removed))
}

/// Gives `new` the owner and the mode of `old`.
fn copy_permissions(old: &File, new: &File) -> io::Result<()> {
    let old = old.metadata()?;
    // Only root may give a file away. Without that, the new file is the writer's own.
    let _ = fchown(new, Some(old.uid()), Some(old.gid()));
    new.set_permissions(old.permissions())
}

fn bytes_of(mut file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens the file, if it is one: a FIFO in its place would keep its opener waiting for ever.
fn open(dir: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let file = options
        .custom_flags(OFlag::O_NONBLOCK.bits())
        .open(dir.join(layout::SCHEDULES))?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::new(
            ErrorKind::InvalidInput,
            "not a regular file",
        ))
    }
}

/// Waits until no other writer is at work, and keeps them out until the value is dropped. The lock
/// is on the directory, which stays when the file is replaced. Removes what a writer that was
/// killed left there.
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

/// Where the file really is: a link stays a link when the file is replaced.
fn real_path(dir: &Path) -> PathBuf {
    let path = dir.join(layout::SCHEDULES);
    fs::canonicalize(&path).unwrap_or(path)
}

fn parent(path: &Path) -> &Path {
    path.parent().expect("the path ends in the file's name")
}

/// Whether a line can follow what is in a file of `length` bytes: nothing (a byte-order mark is
/// nothing), or a whole line.
fn ends_line(mut file: &File, length: u64) -> io::Result<bool> {
    let mut last = [0; BOM.len()];
    let last = &mut last[..BOM.len().min(length as usize)];
    file.seek(SeekFrom::Start(length - last.len() as u64))?;
    file.read_exact(last)?;
    let is_empty = length == last.len() as u64 && (last.is_empty() || last == BOM);
    Ok(is_empty || last.ends_with(b"\n"))
}
