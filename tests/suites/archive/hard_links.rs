//! The rules for `archive/hard_links.rs`, tested through `archive::write`.

use std::fs::{self, File};
use std::os::unix::fs::symlink;

use nix::fcntl::{AtFlags, OFlag, openat};
use nix::sys::stat::Mode;
use nix::unistd::linkat;
use tar::EntryType;

use super::subject::write;
use crate::support::archives::{Home, entries, find, save, subdirectory};

/// Two names of one file are restored as two names of one file. The second entry is a link to the
/// first one, which has the contents.
#[test]
fn file_with_several_names_is_stored_once() {
    let home = Home::new();
    home.file("a/first", b"content");
    fs::create_dir(home.at("b")).unwrap();
    fs::hard_link(home.at("a/first"), home.at("b/second")).unwrap();
    fs::hard_link(home.at("a/first"), home.at("third")).unwrap();
    symlink("dangling", home.at("x")).unwrap();
    fs::hard_link(home.at("x"), home.at("y")).unwrap();
    // The second name of this file is outside the tree.
    home.file("elsewhere", b"mine");
    fs::hard_link(home.at("elsewhere"), home.0.path().join("outside")).unwrap();
    let seen = home.saved(write);
    assert_eq!(find(&seen, "test/a/first").content, b"content");
    assert_eq!(find(&seen, "test/elsewhere").content, b"mine");
    for (name, first) in [
        ("test/b/second", "test/a/first"),
        ("test/third", "test/a/first"),
        ("test/y", "test/x"),
    ] {
        let entry = find(&seen, name);
        assert_eq!(entry.kind, EntryType::Link, "{name} must be a link");
        assert_eq!(entry.link.as_deref(), Some(first.as_bytes()), "{name}");
        assert_eq!(entry.size_in_header, 0, "{name} must be stored once");
    }
}

/// A link to a file that has changed would restore the second name with the old content.
#[test]
fn second_name_of_changed_file_is_saved_in_full() {
    let home = Home::new();
    home.file("0", b"old");
    for name in ["y", "z"] {
        fs::hard_link(home.at("0"), home.at(name)).unwrap();
    }
    let modified = fs::metadata(home.at("0")).unwrap().modified().unwrap();
    let (archive, warnings) = home
        .saved_while_reading("a", write, || {
            fs::write(home.at("z"), "new")?;
            File::open(home.at("z"))?.set_modified(modified)
        })
        .unwrap();
    let seen = entries(&archive);
    assert_eq!(find(&seen, "test/0").content, b"old");
    assert_eq!(find(&seen, "test/y").content, b"new");
    let link = find(&seen, "test/z").link.as_deref();
    assert_eq!(link, Some(&b"test/y"[..]), "a link to the new content");
    let warning = "test/y: changed or replaced since test/0 was saved, not stored as a link to it";
    assert_eq!(warnings, [warning]);
}

/// Otherwise the memory would grow with the tree. A name that is added later is saved as a file.
#[test]
fn file_is_forgotten_after_its_last_name() {
    let home = Home::new();
    home.file("0", b"content");
    fs::hard_link(home.at("0"), home.at("1")).unwrap();
    fs::create_dir(home.at("z")).unwrap();
    // The large file `a` is saved between `1` and `z`.
    let happens = || fs::hard_link(home.at("0"), home.at("z/late"));
    let (archive, _) = home.saved_while_reading("a", write, happens).unwrap();
    let seen = entries(&archive);
    assert_eq!(find(&seen, "test/1").kind, EntryType::Link);
    assert_eq!(find(&seen, "test/z/late").content, b"content");
}

/// The path of a hard-linked file is kept until its last name is seen, and may be very long.
#[test]
#[ignore = "slow: writes 20 MB of headers"]
fn paths_of_hard_linked_files_take_bounded_memory() {
    let home = Home::new();
    let outside = home.0.path().join("outside");
    fs::create_dir(&outside).unwrap();
    let outside = File::open(outside).unwrap();
    let mut dir = File::open(home.at("")).unwrap();
    for _ in 0..100 {
        dir = subdirectory(&dir, &"d".repeat(200));
    }
    for number in 0..900 {
        let name = &*number.to_string();
        let flags = OFlag::O_CREAT | OFlag::O_WRONLY;
        openat(&dir, name, flags, Mode::S_IRWXU).unwrap();
        linkat(&dir, name, &outside, name, AtFlags::empty()).unwrap();
    }
    home.file("z", b"");
    let (archive, warnings) = save(write, &home.at("")).unwrap();
    assert_eq!(entries(&archive).len(), 101 + 900 + 1, "all must be saved");
    assert_eq!(warnings.len(), 1, "there must be one warning per archive");
    let text = "too many hard links: from here on, each name may be stored as a file of its own";
    assert!(warnings[0].ends_with(text), "{warnings:?}");
}
