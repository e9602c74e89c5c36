//! The tree below the source, in name order, without ever leaving it.
//!
//! Serves *for the `path_to_save` directory*: Python's `os.walk`, or better its `os.fwalk`. Each
//! name is opened relative to its directory, which is open, and links are not followed: whoever
//! swaps a directory for a link while we walk cannot lead us out of the tree. Nor is any path
//! too long for the system, since no call gets more than one name.
//!
//! The way back up is kept in a list rather than on the stack, so that depth is bounded by
//! memory alone; and only the nearest few directories are kept open, because a process may
//! have about a thousand files open.
//!
//! In production: the same (`fts(3)` does it), with a switch to stay on one file system.

use std::io;
use std::os::fd::AsFd;

use nix::dir::Dir;
use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::sys::stat::{FileStat, Mode, fstat};
use tar::EntryType;

use super::found::{Found, Links, identity, look};
use super::names::Names;
use super::save::{Verdict, unless_ours};
use super::{Archive, Identity};

/// How many directories are kept open on the way back up; above these, `..` is opened again.
const KEPT_OPEN: usize = 32;

/// A directory whose names are not all saved yet.
struct Level {
    /// None if it is so far up that it was closed.
    dir: Option<Dir>,
    identity: Identity,
    names: Names,
    /// The length of its path, with the `/`.
    path: usize,
}

/// Saves the directory `dir` as `name`, and all that is below it. If something was lost, and
/// nothing but directories is left, that is an error: it must not replace a good archive.
pub fn tree(archive: &mut Archive, name: Vec<u8>, dir: Dir, stat: &FileStat) -> io::Result<()> {
    let mut path = name;
    let mut has_contents = false;
    // Of the root, both errors end the archive.
    let mut levels = vec![enter(archive, &mut path, dir, stat)??];
    while let Some(level) = levels.last_mut() {
        archive.go_on()?;
        path.truncate(level.path);
        let next = level
            .dir
            .as_ref()
            .and_then(|dir| Some((dir, level.names.next()?)));
        let Some((dir, (name, kind))) = next else {
            leave(archive, &mut levels, &path)?;
            continue;
        };
        path.extend_from_slice(name.to_bytes());
        let verdict = match look(dir.as_fd(), name, kind, Links::Kept, archive.left_out) {
            Ok(Found::LeftOut) => Verdict::Whole,
            Ok(Found::Directory(dir, stat)) => match enter(archive, &mut path, dir, &stat)? {
                Ok(level) => {
                    levels.push(level);
                    close_far_up(&mut levels);
                    Verdict::Whole
                }
                Err(errno) => Verdict::unopened(errno)?,
            },
            Ok(found) => {
                let verdict = archive.save(&path, found)?;
                has_contents |= !matches!(verdict, Verdict::Lost(..));
                verdict
            }
            Err(errno) => Verdict::unopened(errno)?,
        };
        match verdict {
            Verdict::Whole => {}
            Verdict::Altered(what) => archive.warn(&path, &what),
            Verdict::Lost(why, instead) => archive.warn(&path, &format!("{why}, {instead}")),
        }
    }
    match archive.warnings.first() {
        Some(first) if !has_contents => Err(io::Error::other(format!(
            "nothing in it could be saved ({first})"
        ))),
        _ => Ok(()),
    }
}

/// Writes the entry of a directory once its names could be read: the inner error says why not.
fn enter(
    archive: &mut Archive,
    path: &mut Vec<u8>,
    mut dir: Dir,
    stat: &FileStat,
) -> io::Result<nix::Result<Level>> {
    let identity = identity(stat);
    let names = match Names::read(&mut dir, identity.1, archive.left_out) {
        Ok(names) => names,
        Err(errno) => return Ok(Err(errno)),
    };
    path.push(b'/');
    archive.entry(path, EntryType::Directory, stat, &[])?;
    Ok(Ok(Level {
        dir: Some(dir),
        identity,
        names,
        path: path.len(),
    }))
}

/// Goes back up from a directory that is done.
fn leave(archive: &mut Archive, levels: &mut Vec<Level>, path: &[u8]) -> io::Result<()> {
    let done = levels.pop().and_then(|level| level.dir);
    if let Some(level) = levels.last_mut()
        && level.dir.is_none()
    {
        match done.map(|done| open_parent(&done, level.identity)) {
            Some(Ok(parent)) => level.dir = Some(parent),
            Some(Err(errno)) => unless_ours(errno)?,
            None => {}
        }
        if level.dir.is_none() {
            // Somebody moved it away from under us, and deep down: the rest cannot be reached.
            archive.warn(
                &path[..level.path],
                "moved while it was saved, the rest left out",
            );
        }
    }
    Ok(())
}

fn close_far_up(levels: &mut [Level]) {
    if let Some(far_up) = levels.iter_mut().rev().nth(KEPT_OPEN) {
        far_up.dir = None;
    }
}

/// `..` of `dir`, if it is still the directory that we came from.
fn open_parent(dir: &Dir, expected: Identity) -> nix::Result<Dir> {
    let parent = Dir::openat(dir, "..", OFlag::O_CLOEXEC, Mode::empty())?;
    if identity(&fstat(&parent)?) != expected {
        return Err(Errno::ENOENT);
    }
    Ok(parent)
}
