//! Keeps the directories from the source down to the current one, and finds the way back up.
//!
//! Exercise, `archive-2`: the archive holds the directory `path_to_save`, however deep it is.
//! Python: a list of `os.scandir` iterators, in place of a recursive function.
//!
//! The directories are in a list, not on the call stack, so only memory limits the depth. Only some
//! of them stay open, since a process may open about a thousand files.
//!
//! A directory may be moved while we are in it. Then we lose the rest of that directory at most,
//! never its neighbors: each directory can be found again by name from the source.

use nix::dir::Dir;
use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::sys::stat::{Mode, fstat};

use crate::file_id::FileId;

use super::error::{Error, abort_if_fatal};
use super::names::Names;
use super::warnings::Warnings;

/// How many of the last levels stay open. The source stays open too.
const MAX_OPEN: usize = 32;

/// The directories from the source down to the current one: for `a/b/c/` the levels `a/`, `a/b/` and
/// `a/b/c/`.
#[derive(Default)]
pub struct Levels(Vec<Level>);

/// A directory with names that are not saved yet.
pub struct Level {
    /// `None` if it is so far up that we closed it. The source and the last level are always open.
    pub dir: Option<Dir>,
    pub id: FileId,
    pub names: Names,
    /// The length of its path, with the final `/`.
    pub path_length: usize,
}

impl Levels {
    /// The current directory, its remaining names, and the length of its path.
    pub fn current(&mut self) -> Option<(&Dir, &mut Names, usize)> {
        let level = self.0.last_mut()?;
        let dir = level.dir.as_ref().expect("the last level is open");
        Some((dir, &mut level.names, level.path_length))
    }

    pub fn push(&mut self, level: Level) {
        self.0.push(level);
        close_far_up(&mut self.0);
    }

    /// Leaves the current directory, which is at `path`. If the one above was closed, opens it
    /// again: usually it is `..`.
    pub fn pop(&mut self, path: &[u8], warnings: &mut Warnings) -> Result<(), Error> {
        let child = self.0.pop().and_then(|level| level.dir);
        let closed = self.0.last_mut().filter(|level| level.dir.is_none());
        let (Some(child), Some(parent)) = (child, closed) else {
            return Ok(());
        };
        match open_same(&child, b"..", parent.id) {
            Ok(dir) => parent.dir = Some(dir),
            Err(errno) => {
                abort_if_fatal(path, &child, errno)?;
                self.open_last_by_names(path, warnings)?;
            }
        }
        Ok(())
    }

    /// The directory that we left was moved, so its `..` leads elsewhere. Opens the last level by
    /// the names that lead to it from the nearest open one. If one of these directories was moved
    /// too, its remaining names are left out, and those of the levels below it.
    fn open_last_by_names(&mut self, path: &[u8], warnings: &mut Warnings) -> Result<(), Error> {
        let nearest = self.0.iter().rposition(|level| level.dir.is_some());
        for index in nearest.unwrap_or(0) + 1..self.0.len() {
            let (above, level) = (&self.0[index - 1], &self.0[index]);
            let path = &path[..level.path_length];
            let name = &path[above.path_length..level.path_length - 1];
            let parent = above.dir.as_ref().expect("the last iteration opened it");
            match open_same(parent, name, level.id) {
                Ok(dir) => self.0[index].dir = Some(dir),
                Err(errno) => {
                    abort_if_fatal(path, parent, errno)?;
                    let mut lost = self.0.drain(index..);
                    if lost.any(|level| !level.names.is_empty()) {
                        warnings.add(path, "moved while it was saved, the rest left out");
                    }
                    return Ok(());
                }
            }
            close_far_up(&mut self.0[..=index]);
        }
        Ok(())
    }
}

/// Closes the level that is now too far above the last of `levels`, if there is one.
fn close_far_up(levels: &mut [Level]) {
    if let Some(far_up) = levels[1..].iter_mut().rev().nth(MAX_OPEN) {
        far_up.dir = None;
    }
}

/// Opens the directory `name` in `parent`, if it is the one with this `id`.
fn open_same(parent: &Dir, name: &[u8], id: FileId) -> nix::Result<Dir> {
    let flags = OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
    let dir = Dir::openat(parent, name, flags, Mode::empty())?;
    match FileId::from(&fstat(&dir)?) == id {
        true => Ok(dir),
        false => Err(Errno::ENOENT),
    }
}
