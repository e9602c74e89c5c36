//! Opens one name, then checks what it has opened.
//!
//! Exercise, `archive-2`: the archive holds what is in the directory.
//! Python: `os.open` with `dir_fd=`, and `os.fstat`.
//! In production: `openat2(2)` with `RESOLVE_BENEATH`, which also takes a path of several names.
//!
//! Between listing a name and opening it, another file may take its place (a TOCTOU race: time of
//! check to time of use). So, whatever we knew before, we ask the descriptor what it is. Opening
//! never blocks (`O_NONBLOCK`, for a FIFO without a writer), and follows no symbolic link other than
//! the source itself.

use std::ffi::OsString;
use std::fs::File;
use std::os::fd::BorrowedFd;

use nix::NixPath;
use nix::dir::{Dir, Type};
use nix::fcntl::{AtFlags, OFlag, openat, readlinkat};
use nix::sys::stat::{FileStat, Mode, SFlag, fstat, fstatat};

use crate::file_id::FileId;

/// An entry of a directory.
pub enum Opened {
    /// A file, open.
    File(File, FileStat),
    /// A directory, open.
    Directory(Dir, FileStat),
    /// A symbolic link, with its target.
    Symlink(OsString, FileStat),
    /// A FIFO, a socket or a device, not open.
    Special(Type, FileStat),
    /// One of the exclusions, not open.
    Excluded,
}

/// `Yes` opens the target of a symbolic link; `No` reads the link.
#[derive(Clone, Copy)]
pub enum FollowSymlinks {
    Yes,
    No,
}

impl FollowSymlinks {
    /// The flags of `openat` and of `fstatat`.
    fn flags(self) -> (OFlag, AtFlags) {
        let flags = OFlag::O_NONBLOCK | OFlag::O_NOCTTY | OFlag::O_CLOEXEC;
        match self {
            FollowSymlinks::Yes => (flags, AtFlags::empty()),
            FollowSymlinks::No => (flags | OFlag::O_NOFOLLOW, AtFlags::AT_SYMLINK_NOFOLLOW),
        }
    }
}

/// Opens `name` in `dir`. `expected` is the kind that readdir gave, if it gave one: this saves a
/// system call per file. It must be `None` for an exclusion, because an expected file is opened
/// without asking whether it is excluded.
pub fn open_entry<P: NixPath + ?Sized>(
    dir: BorrowedFd,
    name: &P,
    expected: Option<Type>,
    symlinks: FollowSymlinks,
    exclusions: &[FileId],
) -> nix::Result<Opened> {
    let (flags, stat_flag) = symlinks.flags();

    // Call `stat` first, unless readdir says that it is a file or a directory: opening a device has
    // effects (a tape drive rewinds).
    let expected = match expected {
        Some(openable @ (Type::File | Type::Directory)) => openable,
        _ => {
            let stat = fstatat(dir, name, stat_flag)?;
            match kind(&stat) {
                _ if exclusions.contains(&FileId::from(&stat)) => return Ok(Opened::Excluded),
                Type::Symlink => return Ok(Opened::Symlink(readlinkat(dir, name)?, stat)),
                openable @ (Type::File | Type::Directory) => openable,
                special => return Ok(Opened::Special(special, stat)),
            }
        }
    };

    // Open, then check: another file may be there by now.
    if expected == Type::Directory {
        let dir = Dir::openat(dir, name, flags | OFlag::O_DIRECTORY, Mode::empty())?;
        let stat = fstat(&dir)?;
        return Ok(match exclusions.contains(&FileId::from(&stat)) {
            true => Opened::Excluded,
            false => Opened::Directory(dir, stat),
        });
    }
    let file = File::from(openat(dir, name, flags, Mode::empty())?);
    let stat = fstat(&file)?;
    Ok(match kind(&stat) {
        Type::File => Opened::File(file, stat),
        other => Opened::Special(other, stat),
    })
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
