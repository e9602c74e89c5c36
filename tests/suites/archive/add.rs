//! The rules for `archive/add.rs`, tested through `archive::write`.

use std::fs::{File, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::time::{Duration, SystemTime};

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tar::EntryType;

use super::subject::write;
use crate::support::archives::{Home, entries, find, names, noise, save};

/// A tar archive consists of blocks of 512 bytes, so sizes around multiples of 512 are edge cases.
#[test]
fn files_of_any_size_are_restored() {
    let home = Home::new();
    let sizes = [0, 1, 511, 512, 513, 1023, 1025, 65_535, 65_537];
    for size in sizes {
        home.file(format!("{size}"), &noise(size, size as u64));
    }
    let seen = home.saved(write);
    for size in sizes {
        let entry = find(&seen, &format!("test/{size}"));
        assert!(entry.content == noise(size, size as u64), "{size}");
    }
}

/// A restored program must be executable, and `make` compares times.
#[test]
fn mode_and_time_are_saved() {
    let home = Home::new();
    home.file("sub/file", b"");
    let things = [
        ("sub/file", 0o4711, 1_000_000_000),
        ("sub", 0o750, 1_700_000_000),
        ("", 0o700, 1),
    ];
    for (name, mode, seconds) in things {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let file = File::open(home.at(name)).unwrap();
        file.set_permissions(Permissions::from_mode(mode)).unwrap();
        file.set_modified(time).unwrap();
    }
    let seen = home.saved(write);
    for (name, mode, seconds) in things {
        let entry = find(&seen, format!("test/{name}").trim_end_matches('/'));
        assert_eq!((entry.mode & 0o7777, entry.time), (mode, seconds), "{name}");
    }
}

/// Following links would save `/etc` with a tree that only links to it, loop at a link to `..`, and
/// fail at a dangling link.
#[test]
fn symlinks_in_tree_are_saved_as_links() {
    let home = Home::new();
    // A pax record contains its own length. At these lengths it gets one digit more.
    let long = [100, 101, 985, 986, 987, 988, 989, 4000].map(|length| "x".repeat(length));
    let mut targets = vec!["dangling", "loop", "/etc", "sub/", ".."];
    targets.extend(long.iter().map(String::as_str));
    for (index, target) in targets.iter().enumerate() {
        symlink(target, home.at(format!("link{index}"))).unwrap();
    }
    symlink("loop", home.at("loop")).unwrap();
    let seen = home.saved(write);
    assert_eq!(seen.len(), 1 + targets.len() + 1, "{:?}", names(&seen));
    for (index, target) in targets.iter().enumerate() {
        let link = find(&seen, &format!("test/link{index}"));
        assert_eq!(link.kind, EntryType::Symlink);
        assert_eq!(link.link.as_deref(), Some(target.as_bytes()));
    }
}

/// Opening a FIFO blocks until a program opens it for writing.
#[test]
fn fifo_is_saved_without_being_opened() {
    let home = Home::new();
    mkfifo(&home.at("fifo"), Mode::S_IRWXU).unwrap();
    home.file("z", b"after");
    let seen = home.saved(write);
    assert_eq!(names(&seen), ["test", "test/fifo", "test/z"]);
    assert_eq!(find(&seen, "test/fifo").kind, EntryType::Fifo);
}

/// Tar has no entry for a socket, and it must not end the archive.
#[test]
fn socket_is_left_out_with_warning() {
    let home = Home::new();
    home.socket("socket");
    home.file("z", b"after");
    let (archive, warnings) = save(write, &home.at("")).unwrap();
    assert_eq!(names(&entries(&archive)), ["test", "test/z"]);
    assert_eq!(warnings, ["test/socket: a socket, left out"]);
}
