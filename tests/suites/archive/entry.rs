//! The rules for `archive/entry.rs`, tested through `archive::write`.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use nix::libc::makedev;
use nix::sys::stat::{Mode, SFlag, mknod};
use tar::EntryType;

use super::subject::write;
use crate::support::archives::{Home, entries, find, save};

/// The mode in a header has the twelve bits of `chmod`, and not those for the kind of file. Owners are
/// numbers.
#[test]
fn modes_and_owners_are_saved() {
    let home = Home::new();
    for mode in [0o600, 0o4755, 0o2711, 0o1777, 0o444] {
        let name = format!("{mode:o}");
        home.file(&name, b"");
        fs::set_permissions(home.at(&name), fs::Permissions::from_mode(mode)).unwrap();
    }
    fs::set_permissions(home.at(""), fs::Permissions::from_mode(0o1750)).unwrap();
    let seen = home.saved(write);
    assert_eq!(find(&seen, "test").mode, 0o1750);
    for entry in &seen[1..] {
        let there = fs::metadata(home.0.path().join(&entry.name)).unwrap();
        assert_eq!(entry.mode, there.mode() & 0o7777, "{}", entry.name);
        assert_eq!(entry.owner, (there.uid().into(), there.gid().into()));
    }
}

/// Old readers recognize a directory only by the slash.
#[test]
fn name_of_a_directory_ends_with_a_slash() {
    let home = Home::new();
    home.file("sub/file", b"");
    for entry in home.saved(write) {
        let is_directory = entry.kind == EntryType::Directory;
        assert_eq!(entry.bytes.ends_with(b"/"), is_directory, "{}", entry.name);
    }
}

/// Reading a device would read a whole disk, or zeros without end.
#[test]
fn character_device_is_saved_and_not_read() {
    let (archive, warnings) = save(write, Path::new("/dev/null")).unwrap();
    let null = &entries(&archive)[0];
    assert_eq!((&null.name[..], null.kind), ("null", EntryType::Char));
    assert_eq!(null.device, (Some(1), Some(3)));
    assert_eq!(warnings, [""; 0]);
}

#[test]
#[ignore = "needs root"]
fn block_device_is_saved_and_not_read() {
    let home = Home::new();
    let disk = home.at("disk");
    mknod(&disk, SFlag::S_IFBLK, Mode::S_IRUSR, makedev(7, 1)).unwrap();
    let seen = &home.saved(write)[1];
    assert_eq!(seen.kind, EntryType::Block);
    assert_eq!(seen.device, (Some(7), Some(1)));
}
