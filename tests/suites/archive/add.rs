//! The rules for `archive/add.rs`, tested through `archive::write`.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::time::{Duration, SystemTime};

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tar::EntryType;

use super::subject::write;
use crate::support::archives::{Home, entries, find, names, noise, save};

/// A tar archive consists of blocks of 512 bytes, and the compressor takes a mebibyte at a time.
#[test]
fn files_of_any_size_are_restored() {
    let home = Home::new();
    let sizes = [0, 1, 511, 512, 513, 65_537, (2 << 20) + 1];
    for size in sizes {
        home.file(size.to_string(), &noise(size, size as u64));
    }
    let seen = home.saved(write);
    for size in sizes {
        let entry = find(&seen, &format!("test/{size}"));
        let is_restored = entry.content == noise(size, size as u64);
        assert!(is_restored, "{size} bytes must be restored");
    }
}

/// A restored program must be executable, and `make` compares times.
#[test]
fn mode_owner_and_time_are_saved() {
    let home = Home::new();
    home.file("sub/file", b"");
    let there = fs::metadata(home.at("")).unwrap();
    let owner = (there.uid().into(), there.gid().into());
    let things = [
        ("sub/file", 0o4711, 1_000_000_000),
        ("sub", 0o750, 1_700_000_000),
        ("", 0o1700, 1),
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
        let found = (entry.mode & 0o7777, entry.time, entry.owner);
        assert_eq!(found, (mode, seconds, owner), "of {name:?}");
    }
}

/// Following links would save `/etc` with a tree that only links to it, loop at a link to `..`, and
/// fail at a dangling link.
#[test]
fn symlinks_in_tree_are_saved_as_links() {
    let home = Home::new();
    // A pax record contains its own length. At these lengths it gets one digit more.
    let long = [100, 101, 985, 986, 987, 988, 989, 4000].map(|length| "x".repeat(length));
    let mut targets = vec!["dangling", "link1", "/etc", "sub/", ".."];
    targets.extend(long.iter().map(String::as_str));
    for (index, target) in targets.iter().enumerate() {
        symlink(target, home.at(format!("link{index}"))).unwrap();
    }
    let seen = home.saved(write);
    let found = names(&seen);
    assert_eq!(found.len(), 1 + targets.len(), "each link in {found:?}");
    for (index, target) in targets.iter().enumerate() {
        let link = find(&seen, &format!("test/link{index}"));
        assert_eq!(link.kind, EntryType::Symlink, "{target} must be a link");
        let leads_to = String::from_utf8_lossy(link.link.as_deref().unwrap_or_default());
        assert_eq!(leads_to, *target, "the target of link{index}");
    }
}

/// Opening a FIFO blocks until a program opens it for writing. Tar has no entry for a socket.
#[test]
fn fifo_is_saved_unopened_and_socket_is_left_out_with_warning() {
    let home = Home::new();
    mkfifo(&home.at("fifo"), Mode::S_IRWXU).unwrap();
    home.socket("socket");
    home.file("z", b"after");
    let (archive, warnings) = save(write, &home.at("")).unwrap();
    let seen = entries(&archive);
    assert_eq!(names(&seen), ["test", "test/fifo", "test/z"], "the entries");
    assert_eq!(seen[1].kind, EntryType::Fifo, "it must stay a FIFO");
    assert_eq!(
        warnings,
        ["test/socket: a socket, left out"],
        "the warnings"
    );
}
