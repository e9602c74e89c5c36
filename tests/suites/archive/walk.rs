//! What `archive/walk.rs` must do, as `archive::write` shows it.

use std::fs::{self, File};
use std::io::ErrorKind;

use backup::archive::Error;
use backup::file_id::FileId;
use tar::EntryType;

use super::subject::write;
use crate::support::archives::{
    Home, Out, entries, find, gunzip, is_unfinished, kind, names, never, save,
};

/// Every directory and every file below the source, with what the files hold.
#[test]
fn the_whole_tree_is_saved() {
    let home = Home::new();
    for name in [
        "notes.txt",
        ".hidden",
        "a/one",
        "a/b/c/d/deep",
        "with space",
    ] {
        home.file(name, name.as_bytes());
    }
    let seen = home.saved(write);
    let expected = [
        "test",
        "test/.hidden",
        "test/a",
        "test/a/b",
        "test/a/b/c",
        "test/a/b/c/d",
        "test/a/b/c/d/deep",
        "test/a/one",
        "test/notes.txt",
        "test/with space",
    ];
    let mut found = names(&seen);
    found.sort();
    assert_eq!(found, expected);
    for entry in seen {
        match entry.kind {
            EntryType::Directory => assert_eq!(entry.content, b"", "{}", entry.name),
            _ => assert_eq!(
                format!("test/{}", str::from_utf8(&entry.content).unwrap()),
                entry.name
            ),
        }
    }
}

/// A program may be waiting for the directory in which it found nothing so far.
#[test]
fn an_empty_directory_is_saved_too() {
    let home = Home::new();
    fs::create_dir_all(home.at("a/empty")).unwrap();
    let seen = home.saved(write);
    assert_eq!(names(&seen), ["test", "test/a", "test/a/empty"]);
    assert!(seen.iter().all(|entry| entry.kind == EntryType::Directory));
}

/// The specification wants the archive compressed, whatever its name says. A text of which half
/// is left is compressed.
#[test]
fn the_archive_is_compressed() {
    let home = Home::new();
    home.file("text", &b"to be or not to be, ".repeat(5_000));
    let (archive, _) = save(write, &home.at("")).unwrap();
    let tar = gunzip(&archive);
    assert!(
        archive.len() < tar.len() / 2,
        "{} of {}",
        archive.len(),
        tar.len()
    );
    assert_eq!(find(&entries(&archive), "test/text").content.len(), 100_000);
}

/// The archives themselves are left out, and the service's lock: each is told by its device and
/// its inode, which are the same whatever way leads to it. A directory of the same name is saved.
#[test]
fn what_is_to_be_left_out_is_whatever_it_is_called() {
    let home = Home::new();
    home.file("backups/kept", b"");
    home.file("sub/other/a.tar", b"");
    home.file("sub/lock", b"");
    let left_out = ["sub/other", "sub/lock"].map(|name| FileId::of_path(&home.at(name)).unwrap());
    let save = |source: &str| {
        let out = Out::default();
        let archive = out.bytes.clone();
        write(&home.at(source), out, &left_out, &never).map(|warnings| (archive.take(), warnings))
    };
    let (archive, warnings) = save("").unwrap();
    let mut seen = entries(&archive);
    seen.sort_by(|a, b| a.name.cmp(&b.name));
    let expected = ["test", "test/backups", "test/backups/kept", "test/sub"];
    assert_eq!(names(&seen), expected);
    assert_eq!(warnings, [""; 0]);
    for source in ["sub/other", "sub/lock"] {
        assert!(save(source).is_err(), "an archive of nothing but {source}");
    }
}

/// Whoever stops the service does not wait for a large tree. What was written of it must not look
/// like an archive of all.
#[test]
fn a_stop_ends_the_archive_and_leaves_it_visibly_unfinished() {
    let home = Home::new();
    fs::create_dir_all(home.at("sub/empty")).unwrap();
    let out = Out::default();
    let written = out.bytes.clone();
    let error = write(&home.at(""), out, &[], &|| true).unwrap_err();
    assert!(matches!(error, Error::Cancelled), "{error}");
    assert!(is_unfinished(&written.borrow()));
}

/// The last bytes may be the ones for which there is no room: the error comes at the very end.
#[test]
fn a_full_disk_is_an_error() {
    let home = Home::new();
    home.file("file", b"x");
    let full = File::options().write(true).open("/dev/full").unwrap();
    let error = write(&home.at(""), full, &[], &never).unwrap_err();
    assert_eq!(kind(&error), ErrorKind::StorageFull);
}
