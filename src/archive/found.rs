//! One name, opened and looked at without being fooled.
//!
//! Serves *for the `path_to_save` directory*: between the moment a directory is listed and the
//! moment a file in it is opened, anything may have taken its place. So each thing is opened
//! first and asked what it is then, by its descriptor: Python's `os.open` with `dir_fd`, and
//! `os.fstat`. Opening never waits (`O_NONBLOCK` is for the FIFO that nobody writes to), and
//! follows no link but that of the source itself.
//!
//! In production: the same, with `openat2(2)` and `RESOLVE_BENEATH` where a path has several names.

use std::ffi::OsString;
use std::fs::File;
use std::os::fd::BorrowedFd;

use nix::NixPath;
use nix::dir::{Dir, Type};
use nix::fcntl::{AtFlags, OFlag, openat, readlinkat};
use nix::sys::stat::{FileStat, Mode, SFlag, fstat, fstatat};

use super::Identity;

/// What is there under a name.
pub enum Found {
    /// A file, open.
    File(File, FileStat),
    /// A directory, open.
    Directory(Dir, FileStat),
    /// A symbolic link, with what it says.
    Link(OsString, FileStat),
    /// Something that is not to be opened: FIFO, socket, device.
    Special(Type, FileStat),
    /// One of those that are to be left out.
    LeftOut,
}

/// What to do when the name is a symbolic link's.
#[derive(Clone, Copy)]
pub enum Links {
    /// Look at what it points to.
    Followed,
    /// Look at the link.
    Kept,
}

/// Looks at `name` in `dir`. `expected` is what the directory said it is, if it did: this spares a
/// call for each file. What is `left_out` must come without it, since what is expected to be a
/// file is opened at once.
pub fn look<P: NixPath + ?Sized>(
    dir: BorrowedFd,
    name: &P,
    expected: Option<Type>,
    links: Links,
    left_out: &[Identity],
) -> nix::Result<Found> {
    let (open_flag, stat_flag) = match links {
        Links::Followed => (OFlag::empty(), AtFlags::empty()),
        Links::Kept => (OFlag::O_NOFOLLOW, AtFlags::AT_SYMLINK_NOFOLLOW),
    };
    let flags =
        open_flag | OFlag::O_RDONLY | OFlag::O_NONBLOCK | OFlag::O_NOCTTY | OFlag::O_CLOEXEC;
    match expected {
        Some(Type::File) => {
            let file = File::from(openat(dir, name, flags, Mode::empty())?);
            let stat = fstat(&file)?;
            Ok(match kind(&stat) {
                Type::File => Found::File(file, stat),
                other => Found::Special(other, stat),
            })
        }
        Some(Type::Directory) => {
            let dir = Dir::openat(dir, name, flags | OFlag::O_DIRECTORY, Mode::empty())?;
            let stat = fstat(&dir)?;
            Ok(match left_out.contains(&identity(&stat)) {
                true => Found::LeftOut,
                false => Found::Directory(dir, stat),
            })
        }
        Some(_) | None => {
            let stat = fstatat(dir, name, stat_flag)?;
            match kind(&stat) {
                _ if left_out.contains(&identity(&stat)) => Ok(Found::LeftOut),
                Type::Symlink => Ok(Found::Link(readlinkat(dir, name)?, stat)),
                openable @ (Type::File | Type::Directory) => {
                    look(dir, name, Some(openable), links, left_out)
                }
                special => Ok(Found::Special(special, stat)),
            }
        }
    }
}

/// Which file or directory it is.
#[allow(
    clippy::unnecessary_cast,
    reason = "these have other types on other systems"
)]
pub fn identity(stat: &FileStat) -> Identity {
    (stat.st_dev as u64, stat.st_ino as u64)
}

fn kind(stat: &FileStat) -> Type {
    match SFlag::from_bits_truncate(stat.st_mode) & SFlag::S_IFMT {
        SFlag::S_IFDIR => Type::Directory,
        SFlag::S_IFLNK => Type::Symlink,
        SFlag::S_IFIFO => Type::Fifo,
        SFlag::S_IFSOCK => Type::Socket,
        SFlag::S_IFCHR => Type::CharacterDevice,
        SFlag::S_IFBLK => Type::BlockDevice,
        _ => Type::File,
    }
}
