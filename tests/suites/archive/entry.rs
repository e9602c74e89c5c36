//! The rules for `archive/entry.rs`, tested through `archive::write`.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use nix::libc::makedev;
use nix::sys::stat::{Mode, SFlag, mknod};
use tar::EntryType;

use super::subject::write;
use crate::support::archives::{Home, entries, save};

/// The mode has the twelve bits of `chmod`, and not those for the kind of file. Old readers recognize
/// a directory only by the slash.
#[test]
fn mode_has_no_kind_and_name_of_a_directory_has_a_slash() {
    let home = Home::new();
    home.file("sub/file", b"");
    fs::set_permissions(home.at("sub"), fs::Permissions::from_mode(0o2711)).unwrap();
    for entry in home.saved(write) {
        let mode = fs::metadata(home.0.path().join(&entry.name))
            .unwrap()
            .mode();
        assert_eq!(entry.mode, mode & 0o7777, "the mode of {}", entry.name);
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
    assert_eq!(
        (seen.kind, seen.device),
        (EntryType::Block, (Some(7), Some(1)))
    );
}
